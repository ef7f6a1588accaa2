package io.lull.protocol.restore;

import static io.lull.protocol.restore.Found.NOTHING;
import static io.lull.protocol.restore.Found.NOT_REPLACEABLE;
import static io.lull.protocol.restore.Found.NO_PLACE;
import static io.lull.protocol.restore.Found.REPLACEABLE;
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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.RestoreTarget;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where files go back, for every method, every target and everything that may be found. */
class RestorePlanTest {
  /** For every row a situation that it alone covers, as target, method, there, elsewhere, plan. */
  private static final List<Example> EXAMPLES =
      """
      ORIGINAL, RESTORE_IF_NOT_THERE, NOTHING, NO_PLACE, TO_ORIGINAL
      ORIGINAL, RESTORE_IF_NOT_THERE, REPLACEABLE, NOTHING, TO_MAPPING
      ORIGINAL, RESTORE_IF_NOT_THERE, REPLACEABLE, REPLACEABLE, NONE
      ORIGINAL, RESTORE_IF_CAN_REPLACE, REPLACEABLE, NOTHING, TO_ORIGINAL
      ORIGINAL, RESTORE_IF_CAN_REPLACE, NOT_REPLACEABLE, REPLACEABLE, TO_MAPPING
      ORIGINAL, RESTORE_IF_CAN_REPLACE, NOT_REPLACEABLE, NOT_REPLACEABLE, NONE
      ORIGINAL, STOP_RESTORE_START, NOT_REPLACEABLE, NO_PLACE, WITH_SERVICE_STOPPED
      ORIGINAL, RESTORE_STOP_START, NOT_REPLACEABLE, NO_PLACE, THEN_RESTART_SERVICE
      ORIGINAL, RESTORE_TO_ALTERNATE_LOCATION, NOTHING, NOT_REPLACEABLE, TO_MAPPING
      ORIGINAL, RESTORE_TO_ALTERNATE_LOCATION, NOTHING, NO_PLACE, WRITER_ERROR
      ORIGINAL, RESTORE_AT_REBOOT, NOTHING, NOTHING, AT_REBOOT
      ORIGINAL, RESTORE_AT_REBOOT_IF_CANNOT_REPLACE, REPLACEABLE, NOTHING, TO_ORIGINAL
      ORIGINAL, RESTORE_AT_REBOOT_IF_CANNOT_REPLACE, NOT_REPLACEABLE, NOTHING, AT_REBOOT
      ORIGINAL, CUSTOM, NOTHING, NOTHING, AS_WRITER_SAYS
      ORIGINAL, UNDEFINED, NOTHING, NOTHING, WRITER_ERROR
      ALTERNATE, CUSTOM, NOTHING, NO_PLACE, WRITER_ERROR
      ALTERNATE, STOP_RESTORE_START, NOTHING, NOT_REPLACEABLE, TO_MAPPING
      ALTERNATE, RESTORE_AT_REBOOT, NOTHING, NOTHING, AT_REBOOT
      DIRECTED, RESTORE_IF_NOT_THERE, NOT_REPLACEABLE, NO_PLACE, AS_DIRECTED
      DIRECTED, RESTORE_AT_REBOOT, NOTHING, NOTHING, AT_REBOOT
      ORIGINAL_LOCATION, RESTORE_TO_ALTERNATE_LOCATION, NOT_REPLACEABLE, NOTHING, TO_ORIGINAL
      ORIGINAL_LOCATION, STOP_RESTORE_START, NOTHING, NOTHING, WITH_SERVICE_STOPPED
      ORIGINAL_LOCATION, RESTORE_STOP_START, NOTHING, NOTHING, THEN_RESTART_SERVICE
      ORIGINAL_LOCATION, RESTORE_AT_REBOOT, NOTHING, NOTHING, AT_REBOOT
      ORIGINAL_LOCATION, RESTORE_AT_REBOOT_IF_CANNOT_REPLACE, NOTHING, NOTHING, TO_ORIGINAL
      ORIGINAL_LOCATION, RESTORE_AT_REBOOT_IF_CANNOT_REPLACE, NOT_REPLACEABLE, NOTHING, AT_REBOOT
      UNDEFINED, CUSTOM, NOTHING, NOTHING, WRITER_ERROR
      """
          .lines()
          .map(Example::of)
          .toList();

  private record Example(
      RestoreTarget target,
      RestoreMethod method,
      Found original,
      Found mapping,
      RestoreAction action) {
    static Example of(String line) {
      String[] words = line.split(", ");
      return new Example(
          RestoreTarget.valueOf(words[0]),
          RestoreMethod.valueOf(words[1]),
          Found.valueOf(words[2]),
          Found.valueOf(words[3]),
          RestoreAction.valueOf(words[4]));
    }
  }

  @Test
  void every_situation_is_in_exactly_one_row() {
    for (RestoreTarget target : RestoreTarget.values()) {
      for (RestoreMethod method : RestoreMethod.values()) {
        for (Found original : Found.values()) {
          for (Found mapping : Found.values()) {
            assertThat(RestorePlanTable.ROWS)
                .filteredOn(plan -> plan.covers(target, method, original, mapping))
                .as(
                    "%s, %s, %s there, %s where the mapping leads",
                    target, method, original, mapping)
                .hasSize(1);
          }
        }
      }
    }
  }

  /** A row whose example were missing could say anything. */
  @Test
  void every_row_has_an_example_and_does_what_it_says() {
    Set<RestorePlan> taken = new HashSet<>();
    for (Example example : EXAMPLES) {
      RestorePlan plan =
          RestorePlan.of(example.target, example.method, example.original, example.mapping);
      assertThat(plan.action()).as(example.toString()).isEqualTo(example.action);
      taken.add(plan);
    }
    assertThat(RestorePlanTable.ROWS).filteredOn(row -> !taken.contains(row)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "NOTHING,         NO_PLACE,        TO_ORIGINAL",
    "NOTHING,         NOTHING,         TO_ORIGINAL",
    "REPLACEABLE,     NOTHING,         TO_MAPPING",
    "NOT_REPLACEABLE, NOTHING,         TO_MAPPING",
    "REPLACEABLE,     REPLACEABLE,     NONE",
    "REPLACEABLE,     NOT_REPLACEABLE, NONE",
    "REPLACEABLE,     NO_PLACE,        NONE",
  })
  void RESTORE_IF_NOT_THERE_never_overwrites(Found original, Found mapping, RestoreAction action) {
    assertThat(byMethod(RESTORE_IF_NOT_THERE, original, mapping)).isEqualTo(action);
  }

  @ParameterizedTest
  @CsvSource({
    "NOTHING,         NO_PLACE,        TO_ORIGINAL",
    "REPLACEABLE,     NOTHING,         TO_ORIGINAL",
    "NOT_REPLACEABLE, NOTHING,         TO_MAPPING",
    "NOT_REPLACEABLE, REPLACEABLE,     TO_MAPPING",
    "NOT_REPLACEABLE, NOT_REPLACEABLE, NONE",
    "NOT_REPLACEABLE, NO_PLACE,        NONE",
  })
  void RESTORE_IF_CAN_REPLACE_overwrites_all_or_nothing(
      Found original, Found mapping, RestoreAction action) {
    assertThat(byMethod(RESTORE_IF_CAN_REPLACE, original, mapping)).isEqualTo(action);
  }

  @Test
  void RESTORE_AT_REBOOT_IF_CANNOT_REPLACE_does_all_now_or_all_at_the_boot() {
    assertThat(byMethod(RESTORE_AT_REBOOT_IF_CANNOT_REPLACE, NOTHING, NO_PLACE))
        .isEqualTo(TO_ORIGINAL);
    assertThat(byMethod(RESTORE_AT_REBOOT_IF_CANNOT_REPLACE, REPLACEABLE, NO_PLACE))
        .isEqualTo(TO_ORIGINAL);
    assertThat(byMethod(RESTORE_AT_REBOOT_IF_CANNOT_REPLACE, NOT_REPLACEABLE, NOTHING))
        .isEqualTo(AT_REBOOT);
  }

  @Test
  void the_other_methods_do_not_look_at_what_is_there() {
    for (Found original : EnumSet.of(NOTHING, REPLACEABLE, NOT_REPLACEABLE)) {
      for (Found mapping : Found.values()) {
        assertThat(byMethod(STOP_RESTORE_START, original, mapping)).isEqualTo(WITH_SERVICE_STOPPED);
        assertThat(byMethod(RESTORE_STOP_START, original, mapping)).isEqualTo(THEN_RESTART_SERVICE);
        assertThat(byMethod(RESTORE_AT_REBOOT, original, mapping)).isEqualTo(AT_REBOOT);
        assertThat(byMethod(CUSTOM, original, mapping)).isEqualTo(AS_WRITER_SAYS);
        assertThat(byMethod(RestoreMethod.UNDEFINED, original, mapping)).isEqualTo(WRITER_ERROR);
        assertThat(byMethod(RESTORE_TO_ALTERNATE_LOCATION, original, mapping))
            .isEqualTo(mapping == NO_PLACE ? WRITER_ERROR : TO_MAPPING);
      }
    }
  }

  @Test
  void a_choice_is_mapped_only_when_all_of_its_volumes_are() {
    BackupDocument document = Backups.document();
    Choice half =
        Choice.of(Backups.SHOP)
            .withTarget(RestoreTarget.ALTERNATE)
            .withMapping(new LocationMapping(Backups.DATA, "/srv/new"));
    Choice whole = half.withMapping(new LocationMapping(Backups.LOGS, "/srv/newlogs"));

    assertThat(RestorePlan.of(document, half, NOTHING, NOTHING).action()).isEqualTo(WRITER_ERROR);
    assertThat(RestorePlan.of(document, whole, NOTHING, NOTHING).action()).isEqualTo(TO_MAPPING);
    assertThat(RestorePlan.of(document, Choice.of(Backups.SHOP), NOT_REPLACEABLE, NOTHING).action())
        .isEqualTo(NONE);
  }

  @Test
  void files_always_come_from_some_place() {
    assertThatThrownBy(() -> RestorePlan.of(RestoreTarget.ORIGINAL, CUSTOM, NO_PLACE, NOTHING))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RestoreAction byMethod(RestoreMethod method, Found original, Found mapping) {
    return RestorePlan.of(RestoreTarget.ORIGINAL, method, original, mapping).action();
  }
}
