package io.lull.protocol.restore;

import static io.lull.protocol.restore.Found.NOTHING;
import static io.lull.protocol.restore.Found.NOT_REPLACEABLE;
import static io.lull.protocol.restore.Found.NO_PLACE;
import static io.lull.protocol.restore.Found.REPLACEABLE;
import static io.lull.protocol.restore.RestoreAction.AS_DIRECTED;
import static io.lull.protocol.restore.RestoreAction.AS_WRITER_SAYS;
import static io.lull.protocol.restore.RestoreAction.AT_REBOOT;
import static io.lull.protocol.restore.RestoreAction.NONE;
import static io.lull.protocol.restore.RestoreAction.THEN_RESTART_SERVICE;
import static io.lull.protocol.restore.RestoreAction.TO_MAPPING;
import static io.lull.protocol.restore.RestoreAction.TO_ORIGINAL;
import static io.lull.protocol.restore.RestoreAction.WITH_SERVICE_STOPPED;
import static io.lull.protocol.restore.RestoreAction.WRITER_ERROR;
import static io.lull.protocol.writer.RestoreMethod.CUSTOM;
import static io.lull.protocol.writer.RestoreMethod.RESTORE_AT_REBOOT;
import static io.lull.protocol.writer.RestoreMethod.RESTORE_AT_REBOOT_IF_CANNOT_REPLACE;
import static io.lull.protocol.writer.RestoreMethod.RESTORE_IF_CAN_REPLACE;
import static io.lull.protocol.writer.RestoreMethod.RESTORE_IF_NOT_THERE;
import static io.lull.protocol.writer.RestoreMethod.RESTORE_STOP_START;
import static io.lull.protocol.writer.RestoreMethod.RESTORE_TO_ALTERNATE_LOCATION;
import static io.lull.protocol.writer.RestoreMethod.STOP_RESTORE_START;
import static io.lull.protocol.writer.RestoreMethod.UNDEFINED;
import static io.lull.protocol.writer.RestoreTarget.ALTERNATE;
import static io.lull.protocol.writer.RestoreTarget.DIRECTED;
import static io.lull.protocol.writer.RestoreTarget.ORIGINAL;
import static io.lull.protocol.writer.RestoreTarget.ORIGINAL_LOCATION;

import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.RestoreTarget;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How files are put back, by target, method, and what is found: every situation is in one row.
 *
 * <p>A target takes precedence over the method. It says where files go, and it says so to whoever
 * puts them there: a boot asks nobody, so what is left to a boot no target can move. What a method
 * does around the files, such as to stop a service, stays as long as they go where they came from.
 */
public final class RestorePlanTable {
  // The other UNDEFINED is the method.
  private static final RestoreTarget NO_TARGET = RestoreTarget.UNDEFINED;

  private static final Set<RestoreMethod> ANY_METHOD = EnumSet.allOf(RestoreMethod.class);
  private static final Set<RestoreMethod> NOT_AT_REBOOT = EnumSet.complementOf(EnumSet.of(RESTORE_AT_REBOOT));

  /** Methods that ask whether to restore, or where; a target has answered that. */
  private static final Set<RestoreMethod> ASKING =
      EnumSet.of(UNDEFINED, RESTORE_IF_NOT_THERE, RESTORE_IF_CAN_REPLACE, RESTORE_TO_ALTERNATE_LOCATION, CUSTOM);

  private static final Set<Found> ANY = EnumSet.allOf(Found.class);
  private static final Set<Found> MAPPED = EnumSet.complementOf(EnumSet.of(NO_PLACE));
  private static final Set<Found> UNMAPPED = EnumSet.of(NO_PLACE);
  private static final Set<Found> EMPTY = EnumSet.of(NOTHING);
  private static final Set<Found> NOT_EMPTY = EnumSet.complementOf(EnumSet.of(NOTHING));
  private static final Set<Found> WRITABLE = EnumSet.of(NOTHING, REPLACEABLE);
  private static final Set<Found> NOT_WRITABLE = EnumSet.of(NO_PLACE, NOT_REPLACEABLE);

  public static final List<RestorePlan> ROWS = List.of(
      // ORIGINAL: as the method says.
      row(ORIGINAL, RESTORE_IF_NOT_THERE, EMPTY, ANY, TO_ORIGINAL, "nothing is there"),
      row(ORIGINAL, RESTORE_IF_NOT_THERE, NOT_EMPTY, EMPTY, TO_MAPPING, "taken, but not where the mapping leads"),
      row(ORIGINAL, RESTORE_IF_NOT_THERE, NOT_EMPTY, NOT_EMPTY, NONE, "no place is free"),
      row(ORIGINAL, RESTORE_IF_CAN_REPLACE, WRITABLE, ANY, TO_ORIGINAL, "all can be overwritten"),
      row(ORIGINAL, RESTORE_IF_CAN_REPLACE, NOT_WRITABLE, WRITABLE, TO_MAPPING, "here it cannot be done, but there"),
      row(ORIGINAL, RESTORE_IF_CAN_REPLACE, NOT_WRITABLE, NOT_WRITABLE, NONE, "it cannot be done anywhere"),
      row(ORIGINAL, STOP_RESTORE_START, ANY, ANY, WITH_SERVICE_STOPPED, "the service holds them open"),
      row(ORIGINAL, RESTORE_STOP_START, ANY, ANY, THEN_RESTART_SERVICE, "read when the service starts"),
      row(ORIGINAL, RESTORE_TO_ALTERNATE_LOCATION, ANY, MAPPED, TO_MAPPING, "never where they were"),
      row(ORIGINAL, RESTORE_TO_ALTERNATE_LOCATION, ANY, UNMAPPED, WRITER_ERROR, "elsewhere, but not where"),
      row(ORIGINAL, RESTORE_AT_REBOOT, ANY, ANY, AT_REBOOT, "never free while the host runs"),
      row(ORIGINAL, RESTORE_AT_REBOOT_IF_CANNOT_REPLACE, WRITABLE, ANY, TO_ORIGINAL, "all can be overwritten"),
      row(ORIGINAL, RESTORE_AT_REBOOT_IF_CANNOT_REPLACE, NOT_WRITABLE, ANY, AT_REBOOT, "one that stays makes all wait"),
      row(ORIGINAL, CUSTOM, ANY, ANY, AS_WRITER_SAYS, "only the writer knows"),
      row(ORIGINAL, UNDEFINED, ANY, ANY, WRITER_ERROR, "every writer has to name a method"),

      // ALTERNATE: where the mappings lead, whatever is there.
      row(ALTERNATE, ANY_METHOD, ANY, UNMAPPED, WRITER_ERROR, "every file needs a mapping"),
      row(ALTERNATE, NOT_AT_REBOOT, ANY, MAPPED, TO_MAPPING, "the target takes precedence"),
      row(ALTERNATE, RESTORE_AT_REBOOT, ANY, MAPPED, AT_REBOOT, "no target moves what a boot does"),

      // DIRECTED: file by file.
      row(DIRECTED, NOT_AT_REBOOT, ANY, ANY, AS_DIRECTED, "the target takes precedence"),
      row(DIRECTED, RESTORE_AT_REBOOT, ANY, ANY, AT_REBOOT, "no target moves what a boot does"),

      // ORIGINAL_LOCATION: where they came from, with what the method does around it.
      row(ORIGINAL_LOCATION, ASKING, ANY, ANY, TO_ORIGINAL, "the target takes precedence"),
      row(ORIGINAL_LOCATION, STOP_RESTORE_START, ANY, ANY, WITH_SERVICE_STOPPED, "the service holds them open"),
      row(ORIGINAL_LOCATION, RESTORE_STOP_START, ANY, ANY, THEN_RESTART_SERVICE, "read when the service starts"),
      row(ORIGINAL_LOCATION, RESTORE_AT_REBOOT, ANY, ANY, AT_REBOOT, "never free while the host runs"),
      row(ORIGINAL_LOCATION, RESTORE_AT_REBOOT_IF_CANNOT_REPLACE, WRITABLE, ANY, TO_ORIGINAL, "all can be overwritten"),
      row(ORIGINAL_LOCATION, RESTORE_AT_REBOOT_IF_CANNOT_REPLACE, NOT_WRITABLE, ANY, AT_REBOOT, "one that stays makes all wait"),

      row(NO_TARGET, ANY_METHOD, ANY, ANY, WRITER_ERROR, "every restore has a target"));

  private RestorePlanTable() {}

  private static RestorePlan row(
      RestoreTarget target, RestoreMethod method, Set<Found> original, Set<Found> mapping, RestoreAction action, String why) {
    return row(target, EnumSet.of(method), original, mapping, action, why);
  }

  private static RestorePlan row(
      RestoreTarget target, Set<RestoreMethod> methods, Set<Found> original, Set<Found> mapping, RestoreAction action, String why) {
    return new RestorePlan(EnumSet.of(target), methods, original, mapping, action, why);
  }
}
