package io.lull.protocol.writer;

import static io.lull.protocol.writer.WriterPhase.ABORTED;
import static io.lull.protocol.writer.WriterPhase.ABORTING;
import static io.lull.protocol.writer.WriterPhase.ABSENT;
import static io.lull.protocol.writer.WriterPhase.BACKUP_PREPARED;
import static io.lull.protocol.writer.WriterPhase.COMPLETED;
import static io.lull.protocol.writer.WriterPhase.COMPLETING;
import static io.lull.protocol.writer.WriterPhase.FAILED;
import static io.lull.protocol.writer.WriterPhase.FORGOTTEN;
import static io.lull.protocol.writer.WriterPhase.FREEZING;
import static io.lull.protocol.writer.WriterPhase.FROZEN;
import static io.lull.protocol.writer.WriterPhase.POSTED;
import static io.lull.protocol.writer.WriterPhase.POSTING;
import static io.lull.protocol.writer.WriterPhase.POST_RESTORED;
import static io.lull.protocol.writer.WriterPhase.POST_RESTORING;
import static io.lull.protocol.writer.WriterPhase.PREPARING_BACKUP;
import static io.lull.protocol.writer.WriterPhase.PREPARING_SNAPSHOT;
import static io.lull.protocol.writer.WriterPhase.PRE_RESTORED;
import static io.lull.protocol.writer.WriterPhase.PRE_RESTORING;
import static io.lull.protocol.writer.WriterPhase.SHUTTING_DOWN;
import static io.lull.protocol.writer.WriterPhase.SHUT_DOWN;
import static io.lull.protocol.writer.WriterPhase.SNAPSHOT_PREPARED;
import static io.lull.protocol.writer.WriterPhase.THAWED;
import static io.lull.protocol.writer.WriterPhase.THAWING;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Table;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterInput.Abort;
import io.lull.protocol.writer.WriterInput.BackupShutdown;
import io.lull.protocol.writer.WriterInput.CollectAbandoned;
import io.lull.protocol.writer.WriterInput.Described;
import io.lull.protocol.writer.WriterInput.Freeze;
import io.lull.protocol.writer.WriterInput.FreezeHandled;
import io.lull.protocol.writer.WriterInput.GatherStatus;
import io.lull.protocol.writer.WriterInput.HandlerEnded;
import io.lull.protocol.writer.WriterInput.HandlerOverdue;
import io.lull.protocol.writer.WriterInput.HoldFound;
import io.lull.protocol.writer.WriterInput.HoldReleased;
import io.lull.protocol.writer.WriterInput.Identify;
import io.lull.protocol.writer.WriterInput.LeaseDue;
import io.lull.protocol.writer.WriterInput.ReleaseFailed;
import io.lull.protocol.writer.WriterInput.Thaw;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The rules of a writer on its host, one row each.
 *
 * <p>The phase of a row is that of the session and set which the input is about; {@link Calls} says
 * which that is. The rows of the steps that hold nothing are all alike, and are in {@link
 * StepRows}.
 */
public final class WriterTable {
  static final Set<WriterPhase> ENDED = EnumSet.range(ABORTING, SHUT_DOWN);
  private static final Set<WriterPhase> HOLDING = EnumSet.range(FREEZING, THAWING);
  private static final Set<WriterPhase> AFTER_THAW = with(EnumSet.range(THAWED, COMPLETED), FAILED);
  private static final Set<WriterPhase> WITHOUT_HOLD =
      with(
          EnumSet.range(PREPARING_BACKUP, SNAPSHOT_PREPARED),
          AFTER_THAW.toArray(WriterPhase[]::new));
  private static final Set<WriterPhase> BUSY =
      EnumSet.of(
          PREPARING_BACKUP,
          PREPARING_SNAPSHOT,
          POSTING,
          COMPLETING,
          PRE_RESTORING,
          POST_RESTORING,
          ABORTING);
  private static final Set<WriterPhase> AT_REST =
      EnumSet.of(
          BACKUP_PREPARED,
          SNAPSHOT_PREPARED,
          THAWED,
          POSTED,
          COMPLETED,
          PRE_RESTORED,
          POST_RESTORED,
          FAILED);

  private static final String OVER_BY_THE_CLOCK =
      "over by the clock: released, and the writer gives up; too early: armed again";
  private static final String NOBODY_WAITS = "nobody waits for it: it was given up, or is unknown";
  private static final String FOUND_BY_CALL = "a report is looked up where its call is waited for";
  private static final String OF_NO_SET = "what concerns no session is looked up in ABSENT";

  public static final Table<
          WriterPhase,
          Writer,
          WriterInput,
          Uptime,
          Decision<WriterEvent, WriterEffect, WriterReply>>
      TABLE =
          StepRows.addTo(
                  Table.of(
                      WriterPhase.class, WriterInput.class, Decision.nothing(), Requests::rejected))

          // Freeze: once, after its preparation, and never after an end.
          .on(SNAPSHOT_PREPARED, Freeze.class, "the lease is armed, then the freeze handler is called", FreezeRules::freeze,
              FREEZING, SNAPSHOT_PREPARED)
          .on(FREEZING, Freeze.class, "answered when it stands", StepRules::stillAtWork)
          .on(FROZEN, Freeze.class, "it stands, by the token it has", StepRules::repeat)
          .reject(ENDED, Freeze.class, Failure.TOMBSTONED)
          .reject(EnumSet.range(THAWING, COMPLETED), Freeze.class, Failure.BAD_STATE)
          .rejectElsewhere(Freeze.class, Failure.NOT_PREPARED)
          .on(FREEZING, FreezeHandled.class, "it stands, and its token is told", FreezeRules::handled, FROZEN)
          .on(ABORTING, FreezeHandled.class, "a late success is thawed at once", FreezeRules::handledLate)
          .on(ABSENT, FreezeHandled.class, "a freeze that nobody waits for is ended", ReleaseRules::unasked)
          .ignore(EnumSet.of(FROZEN, THAWING), FreezeHandled.class, "told twice")
          .impossibleElsewhere(FreezeHandled.class, FOUND_BY_CALL)

          // Thaw: ends the hold it names and says how that stood.
          .on(FROZEN, Thaw.class, "its own token: the owner is asked to end it; another: NOT_HELD", ThawRules::thaw,
              THAWING, FROZEN)
          .on(THAWING, Thaw.class, "answered when the owner has; another token: NOT_HELD", ThawRules::stillAtWork)
          .on(AFTER_THAW, Thaw.class, "the first answer stands; another token: NOT_HELD", ThawRules::repeat)
          .on(EnumSet.of(ABORTING, ABORTED), Thaw.class, "after a lapse LAPSED, after an Abort refused", ThawRules::afterAbort)
          .on(complement(with(AFTER_THAW, FROZEN, THAWING, ABORTING, ABORTED)), Thaw.class,
              "NOT_HELD, and no other hold is touched", ThawRules::neverHeld)

          // The owner of a hold: what it says ends the hold, and nothing else does.
          .on(THAWING, HoldReleased.class, "held until now: attested; anything else: the writer gives up", ThawRules::released,
              THAWED, ABORTING)
          .on(ABORTING, HoldReleased.class, "over, unless the freeze handler still runs; then the application cleans up",
              ReleaseRules::released, ABORTING, ABORTED, SHUTTING_DOWN)
          .on(EnumSet.of(FREEZING, FROZEN), HoldReleased.class, "lost before its Thaw: the writer gives up", LeaseRules::lost,
              ABORTING)
          .on(ABSENT, HoldReleased.class, "a hold of an earlier life is over", ReleaseRules::foreignReleased)
          .impossibleElsewhere(HoldReleased.class, FOUND_BY_CALL)
          .on(THAWING, ReleaseFailed.class, "the Thaw has failed; the owner is asked again until it is over", ThawRules::failed,
              ABORTING)
          .on(ABORTING, ReleaseFailed.class, "the owner is asked again, and the application too", ReleaseRules::failed)
          .on(ABSENT, ReleaseFailed.class, "the owner of a hold of an earlier life is asked again", ReleaseRules::foreignFailed)
          .impossibleElsewhere(ReleaseFailed.class, FOUND_BY_CALL)

          // The lease: the clock decides, whether or not a timer comes.
          .on(FREEZING, LeaseDue.class, OVER_BY_THE_CLOCK, LeaseRules::due, ABORTING, FREEZING)
          .on(FROZEN, LeaseDue.class, OVER_BY_THE_CLOCK, LeaseRules::due, ABORTING, FROZEN)
          .on(EnumSet.of(THAWING, ABORTING), LeaseDue.class, "the owner was asked already, and is asked once more",
              LeaseRules::dueAgain)
          .ignore(ABSENT, LeaseDue.class, "the hold it was armed for is over")
          .impossibleElsewhere(LeaseDue.class, FOUND_BY_CALL)

          // Abort: from everywhere back to normal running.
          .on(WITHOUT_HOLD, Abort.class, "what runs is interrupted, and the application cleans up", AbortRules::abort, ABORTING)
          .on(HOLDING, Abort.class, "unknown means thaw: the hold is ended, then the application cleans up", AbortRules::abort,
              ABORTING)
          .on(ABORTING, Abort.class, "answered when all is over", StepRules::stillAtWork)
          .on(EnumSet.of(ABORTED, SHUTTING_DOWN, SHUT_DOWN), Abort.class, "it is so already", AbortRules::repeat)
          .on(EnumSet.of(ABSENT, FORGOTTEN), Abort.class, "a tombstone for what may still be on its way", AbortRules::unknown,
              ABORTED)
          .rejectElsewhere(Abort.class, Failure.UNSUPPORTED_IN_RESTORE)

          // BackupShutdown: after everything else, and of this session only.
          .on(AT_REST, BackupShutdown.class, "the application drops what it kept", ShutdownRules::shutdown, SHUTTING_DOWN)
          .on(ABORTED, BackupShutdown.class, "the application drops what it kept, if anything is known of the session",
              ShutdownRules::shutdown, SHUTTING_DOWN, ABORTED)
          .on(BUSY, BackupShutdown.class, "waits its turn", ShutdownRules::postpone)
          .on(HOLDING, BackupShutdown.class, "nobody will thaw it: aborted first", ShutdownRules::abortFirst, ABORTING)
          .on(SHUTTING_DOWN, BackupShutdown.class, "answered when it ends", StepRules::stillAtWork)
          .on(SHUT_DOWN, BackupShutdown.class, "answered again", ShutdownRules::repeat)
          .on(EnumSet.of(ABSENT, FORGOTTEN), BackupShutdown.class, "it belongs to nothing that is kept here",
              ShutdownRules::shutdown)

          // Handlers that the steps above do not share.
          .on(FREEZING, HandlerEnded.class, "unknown means thaw: released, and the writer gives up", FreezeRules::failed,
              ABORTING)
          .on(ABORTING, HandlerEnded.class, "the freeze: released anew; the abort: answered when the hold is over too",
              AbortRules::ended, ABORTING, ABORTED, SHUTTING_DOWN)
          .on(SHUTTING_DOWN, HandlerEnded.class, "only a tombstone stays", ShutdownRules::ended, SHUT_DOWN)
          .ignore(ABSENT, HandlerEnded.class, NOBODY_WAITS)
          .impossibleElsewhere(HandlerEnded.class, FOUND_BY_CALL)
          .on(FREEZING, HandlerOverdue.class, "interrupted and released, and the writer gives up", FreezeRules::overdue, ABORTING)
          .on(ABORTING, HandlerOverdue.class, "interrupted; an abort handler counts as ended", AbortRules::overdue,
              ABORTING, ABORTED, SHUTTING_DOWN)
          .on(SHUTTING_DOWN, HandlerOverdue.class, "interrupted; only a tombstone stays", ShutdownRules::overdue, SHUT_DOWN)
          .ignore(ABSENT, HandlerOverdue.class, NOBODY_WAITS)
          .impossibleElsewhere(HandlerOverdue.class, FOUND_BY_CALL)

          // Questions, and what concerns the writer as a whole.
          .on(EnumSet.of(ABSENT, FORGOTTEN), GatherStatus.class, "not available", StatusRules::notAvailable)
          .on(SHUT_DOWN, GatherStatus.class, "what is left of it", StatusRules::ofTombstone)
          .on(complement(EnumSet.of(ABSENT, FORGOTTEN, SHUT_DOWN)), GatherStatus.class,
              "the state, by the first failure or the phase", StatusRules::ofSession)
          .on(ABSENT, Identify.class, "the application is asked", DescribeRules::identify)
          .impossibleElsewhere(Identify.class, OF_NO_SET)
          .on(ABSENT, Described.class, "passed on", DescribeRules::described)
          .impossibleElsewhere(Described.class, OF_NO_SET)
          .on(ABSENT, CollectAbandoned.class, "sessions without a sign of life are forgotten", CollectRules::collect)
          .impossibleElsewhere(CollectAbandoned.class, OF_NO_SET)
          .on(ABSENT, HoldFound.class, "let go, and attested by nobody", ReleaseRules::found)
          .impossibleElsewhere(HoldFound.class, OF_NO_SET)
              .build();

  private WriterTable() {}

  private static Set<WriterPhase> with(Set<WriterPhase> phases, WriterPhase... more) {
    EnumSet<WriterPhase> union = EnumSet.copyOf(phases);
    Collections.addAll(union, more);
    return union;
  }

  private static Set<WriterPhase> complement(Set<WriterPhase> phases) {
    return EnumSet.complementOf(EnumSet.copyOf(phases));
  }
}
