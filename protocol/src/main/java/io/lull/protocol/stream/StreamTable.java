package io.lull.protocol.stream;

import static io.lull.protocol.stream.StreamPhase.ABSENT;
import static io.lull.protocol.stream.StreamPhase.AWAITING_LOGS;
import static io.lull.protocol.stream.StreamPhase.DATABASES;
import static io.lull.protocol.stream.StreamPhase.LOGS;
import static io.lull.protocol.stream.StreamPhase.NOT_STARTED;
import static io.lull.protocol.stream.StreamPhase.SERVICE_STOPPED;
import static io.lull.protocol.stream.StreamPhase.SERVICE_STOPPED_OPEN;
import static io.lull.protocol.stream.StreamPhase.SNAPSHOT;
import static io.lull.protocol.stream.StreamPhase.STOPPED;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.StreamInput.StreamRequest;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Table;
import io.lull.protocol.time.Uptime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The rules of streams, one row each, by who speaks: session, owner, host. */
public final class StreamTable {
  /** A stream makes progress. */
  static final Set<StreamPhase> RUNNING = set(EnumSet.of(DATABASES, AWAITING_LOGS, LOGS));

  /** A stream makes progress, and its logs are not known yet. */
  static final Set<StreamPhase> BEFORE_LOGS = set(EnumSet.of(DATABASES, AWAITING_LOGS));

  /** A stream is open and was stopped, one way or the other. */
  static final Set<StreamPhase> HALTED = set(EnumSet.of(STOPPED, SERVICE_STOPPED_OPEN));

  /** A stream is open, so that End and Close are possible. */
  static final Set<StreamPhase> OPEN =
      set(EnumSet.of(DATABASES, AWAITING_LOGS, LOGS, STOPPED, SERVICE_STOPPED_OPEN));

  /** An instance runs, and no stream of the asker is open. */
  static final Set<StreamPhase> WITHOUT_STREAM =
      set(EnumSet.of(NOT_STARTED, SNAPSHOT, SERVICE_STOPPED));

  /** StopService came; this is looked at before anything else. */
  static final Set<StreamPhase> BARRED = set(EnumSet.of(SERVICE_STOPPED, SERVICE_STOPPED_OPEN));

  /** An instance runs. */
  static final Set<StreamPhase> PRESENT = set(EnumSet.complementOf(EnumSet.of(ABSENT)));

  public static final Table<
          StreamPhase,
          StreamHost,
          StreamInput,
          Uptime,
          Decision<StreamEvent, StreamEffect, StreamReply>>
      TABLE = table();

  private StreamTable() {}

  private static Table<
          StreamPhase,
          StreamHost,
          StreamInput,
          Uptime,
          Decision<StreamEvent, StreamEffect, StreamReply>>
      table() {
    Table.Builder<
            StreamPhase,
            StreamHost,
            StreamInput,
            Uptime,
            Decision<StreamEvent, StreamEffect, StreamReply>>
        rows = Table.of(StreamPhase.class, StreamInput.class, Decision.nothing(), StreamTable::refuse);
    new SessionRows(rows).add();
    new OwnerRows(rows).add();
    new HostRows(rows).add();
    return rows.build();
  }

  private static Decision<StreamEvent, StreamEffect, StreamReply> refuse(
      StreamHost host, StreamInput input, Failure failure) {
    if (!(input instanceof StreamRequest request)) {
      throw new IllegalStateException(
          "expected that only requests are refused, but got " + input);
    }
    if (failure == Failure.BACKUP_IN_PROGRESS) {
      InstanceId used =
          switch (request) {
            case StreamInput.OfSession call -> call.instance();
            case StreamInput.OfNamed owner -> owner.instance();
            case StreamInput.StopBackup _, StreamInput.StopService _ ->
                throw new IllegalStateException("expected that nothing occupied bars a stop");
          };
      return Decisions.occupied(request.request(), failure, host.instance(used));
    }
    return Decisions.refuse(
        request.request(),
        failure,
        "a phase in which " + input.getClass().getSimpleName() + " is done",
        "found " + Sight.phase(host, input));
  }

  private static Set<StreamPhase> set(EnumSet<StreamPhase> phases) {
    return Collections.unmodifiableSet(phases);
  }
}
