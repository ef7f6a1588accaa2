package io.lull.cli.backup;

import io.lull.cli.command.Context;
import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.Policy;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionInput.GatherWriterMetadata;
import io.lull.protocol.session.SessionInput.InitializeForBackup;
import io.lull.protocol.session.SessionInput.Release;
import io.lull.protocol.session.SessionInput.SetBackupState;
import io.lull.protocol.session.SessionInput.SetContext;
import io.lull.protocol.session.SessionReply.Done;
import io.lull.protocol.session.SessionReply.Metadata;
import io.lull.protocol.writer.BackupType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A backup whose set is made before anybody has decided what becomes of it: for whoever goes on
 * step by step, as a script does.
 */
public final class OpenBackup {
  private final Requester requester;
  private final Progress progress;
  private final Course course;

  /**
   * What is to be copied, and how good it has to be.
   *
   * @param volumes each with the provider that has to copy it, if one has to
   * @param stays whether the set outlives the backup
   * @param excluded writers and components that take no part, as they are written
   * @param verified writers without which there is no set
   */
  public record Order(
      SortedMap<Volume, Optional<ProviderId>> volumes,
      boolean withWriters,
      boolean stays,
      Optional<Grade> lowest,
      boolean allowFuzzy,
      BackupType type,
      Optional<Duration> busyFor,
      Set<String> excluded,
      Set<WriterId> verified) {}

  /** A set that was made, and the lowest grade that was hoped for. */
  public record Made(SetId set, Grade grade, Grade wanted, Optional<String> instant) {}

  private OpenBackup(Requester requester, Progress progress, Course course) {
    this.requester = requester;
    this.progress = progress;
    this.course = course;
  }

  /**
   * A backup of which nothing has begun yet.
   *
   * @param surroundings where it says how far it is
   */
  public static OpenBackup of(Context context, Api api, Order order, Surroundings surroundings) {
    Map<Volume, ProviderId> providers = new TreeMap<>();
    order.volumes().forEach((volume, by) -> by.ifPresent(id -> providers.put(volume, id)));
    Wish wish =
        new Wish(
            new TreeSet<>(order.volumes().keySet()),
            new TreeSet<>(),
            order.withWriters(),
            order.stays(),
            order.lowest(),
            order.allowFuzzy(),
            order.type(),
            Optional.empty(),
            order.busyFor(),
            new Wish.More(order.excluded(), order.verified(), providers));
    Requester requester = Requester.of(context, api);
    Progress progress = new Progress(surroundings);
    return new OpenBackup(
        requester, progress, new Course(requester, wish, progress, "'set option fuzzy'"));
  }

  public SessionId session() {
    return requester.session();
  }

  /** Makes the set; whatever goes wrong, nothing is left of it. */
  public Made create() {
    try {
      Course.Made made = course.orNothing(course::create);
      return new Made(
          made.set(),
          made.created().grade(),
          made.wanted(),
          Optional.of(made.created().certificate().instant().name()));
    } finally {
      progress.done();
    }
  }

  /** Ends what is under way, from another thread; whoever does it undoes it and is told. */
  public void stop() {
    requester.stop(Running.interruption());
  }

  /** Tells the writers that the backup is done, and ends the session. */
  public void finish() {
    try {
      course.finish(true);
    } catch (Trouble trouble) {
      throw course.undo(trouble, true);
    } finally {
      progress.done();
    }
  }

  /** Tells the writers that the backup was given up, and ends the session; a lasting set stays. */
  public void abandon() {
    course.abandon();
  }

  /** What all writers say of themselves, of which a session has to ask them. */
  public static Metadata writers(Context context, Api api) {
    Requester requester = Requester.of(context, api);
    requester.begin(
        r -> new InitializeForBackup(r, new Policy(Limits.defaults(), Grade.CRASH, true)));
    try {
      requester.call(Done.class, r -> new SetContext(r, SessionContext.BACKUP));
      requester.call(
          Done.class, r -> new SetBackupState(r, new BackupState(true, false, BackupType.COPY)));
      return requester.call(Metadata.class, r -> new GatherWriterMetadata(r, Map.of()));
    } finally {
      requester.reply(Release::new);
    }
  }
}
