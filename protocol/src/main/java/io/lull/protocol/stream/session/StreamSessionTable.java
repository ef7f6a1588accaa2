package io.lull.protocol.stream.session;

import static io.lull.protocol.stream.session.StreamSessionPhase.ASKED;
import static io.lull.protocol.stream.session.StreamSessionPhase.COMPLETED;
import static io.lull.protocol.stream.session.StreamSessionPhase.NEW;
import static io.lull.protocol.stream.session.StreamSessionPhase.OPEN;
import static io.lull.protocol.stream.session.StreamSessionPhase.OVER;
import static io.lull.protocol.stream.session.StreamSessionPhase.STOPPED;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.stream.session.StreamSessionInput.HostLost;
import io.lull.protocol.stream.session.StreamSessionInput.HostReported;
import io.lull.protocol.stream.session.StreamSessionInput.HostSaid;
import io.lull.protocol.stream.session.StreamSessionInput.LimitPassed;
import io.lull.protocol.stream.session.StreamVerb.AbortBackup;
import io.lull.protocol.stream.session.StreamVerb.BeginBackup;
import io.lull.protocol.stream.session.StreamVerb.ConfirmStored;
import io.lull.protocol.stream.session.StreamVerb.PassOn;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Table;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The rules of a stream's session, one row each. */
public final class StreamSessionTable {
  /** The host may have a stream of this session. */
  private static final Set<StreamSessionPhase> LIVING =
      Collections.unmodifiableSet(EnumSet.of(ASKED, OPEN, STOPPED));

  /** The host has said that the stream is open. */
  private static final Set<StreamSessionPhase> RUNNING =
      Collections.unmodifiableSet(EnumSet.of(OPEN, STOPPED));

  public static final Table<
          StreamSessionPhase,
          StreamSession,
          StreamSessionInput,
          Instant,
          Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply>>
      TABLE = table();

  private StreamSessionTable() {}

  private static Table<
          StreamSessionPhase,
          StreamSession,
          StreamSessionInput,
          Instant,
          Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply>>
      table() {
    Table.Builder<
            StreamSessionPhase,
            StreamSession,
            StreamSessionInput,
            Instant,
            Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply>>
        rows =
            Table.of(
                StreamSessionPhase.class,
                StreamSessionInput.class,
                Decision.nothing(),
                StreamSessionRules::refuse);
    requester(rows);
    host(rows);
    return rows.build();
  }

  private static void requester(
      Table.Builder<
              StreamSessionPhase,
              StreamSession,
              StreamSessionInput,
              Instant,
              Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply>>
          table) {
    table
        .on(
            NEW,
            BeginBackup.class,
            "its host is asked, if there is one",
            StreamSessionRules::begin,
            ASKED,
            NEW)
        .on(ASKED, BeginBackup.class, "the same again waits on", StreamSessionRules::beginAgain)
        .onElsewhere(
            BeginBackup.class, "the same again is answered again", StreamSessionRules::beginAgain);
    table
        .reject(NEW, PassOn.class, Failure.NO_BACKUP)
        .reject(ASKED, PassOn.class, Failure.INVALID_BACKUP_SEQUENCE)
        .onElsewhere(
            PassOn.class, "the host decides, as long as it can be asked", StreamSessionRules::pass);
    table
        .reject(NEW, ConfirmStored.class, Failure.NO_BACKUP)
        .reject(ASKED, ConfirmStored.class, Failure.INVALID_BACKUP_SEQUENCE)
        .on(
            RUNNING,
            ConfirmStored.class,
            "it counts when the host's word that it has completed arrives",
            StreamSessionRules::storedEarly)
        .on(COMPLETED, ConfirmStored.class, "marked logs go", StreamSessionRules::stored, OVER)
        .on(OVER, ConfirmStored.class, "the same answer again", StreamSessionRules::storedAgain);
    table
        .reject(NEW, AbortBackup.class, Failure.NO_BACKUP)
        .on(LIVING, AbortBackup.class, "the host is asked to end it", StreamSessionRules::abort)
        .on(
            COMPLETED,
            AbortBackup.class,
            "no log goes because of it",
            StreamSessionRules::abortCompleted,
            OVER)
        .on(OVER, AbortBackup.class, "nothing is left to give up", StreamSessionRules::abortOver);
  }

  private static void host(
      Table.Builder<
              StreamSessionPhase,
              StreamSession,
              StreamSessionInput,
              Instant,
              Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply>>
          table) {
    table
        .on(
            ASKED,
            HostSaid.class,
            "that it opened, it reports",
            StreamSessionRules::said,
            ASKED,
            OVER)
        .ignoreElsewhere(HostSaid.class, "how it ended, it reports");
    table
        .on(NEW, HostReported.class, "nobody knows of that stream", ReportedRules::unknown)
        .onOrStay(
            EnumSet.of(ASKED),
            HostReported.class,
            "the stream is open, and the host is told that this is kept",
            ReportedRules::reported,
            OPEN)
        .onOrStay(
            EnumSet.of(OPEN),
            HostReported.class,
            "kept once, and the host is told so",
            ReportedRules::reported,
            STOPPED,
            COMPLETED,
            OVER)
        .onOrStay(
            EnumSet.of(STOPPED),
            HostReported.class,
            "kept once, and the host is told so",
            ReportedRules::reported,
            COMPLETED,
            OVER)
        .on(COMPLETED, HostReported.class, "the host is told again", ReportedRules::reported)
        .on(
            OVER,
            HostReported.class,
            "kept too, and a stream that is still open is ended",
            ReportedRules::reportedLate);
    table
        .onOrStay(
            LIVING,
            HostLost.class,
            "its own host's life takes the stream with it",
            StreamSessionRules::hostLost,
            OVER)
        .ignoreElsewhere(HostLost.class, "the stream does not need it");
    table
        .onOrStay(
            EnumSet.of(ASKED),
            LimitPassed.class,
            "not opened in time",
            StreamSessionRules::beginLimit,
            OVER)
        .onOrStay(
            EnumSet.of(COMPLETED),
            LimitPassed.class,
            "not stored in time",
            StreamSessionRules::confirmationLimit,
            OVER)
        .ignoreElsewhere(LimitPassed.class, "what it was started for is over");
  }
}
