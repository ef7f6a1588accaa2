package io.lull.protocol.stream;

import static io.lull.protocol.stream.StreamPhase.ABSENT;
import static io.lull.protocol.stream.StreamPhase.AWAITING_LOGS;
import static io.lull.protocol.stream.StreamPhase.DATABASES;
import static io.lull.protocol.stream.StreamPhase.LOGS;
import static io.lull.protocol.stream.StreamPhase.NOT_STARTED;
import static io.lull.protocol.stream.StreamPhase.SERVICE_STOPPED;
import static io.lull.protocol.stream.StreamPhase.SERVICE_STOPPED_OPEN;
import static io.lull.protocol.stream.StreamPhase.STOPPED;
import static io.lull.protocol.stream.StreamTable.BEFORE_LOGS;
import static io.lull.protocol.stream.StreamTable.HALTED;
import static io.lull.protocol.stream.StreamTable.PRESENT;
import static io.lull.protocol.stream.StreamTable.WITHOUT_STREAM;

import io.lull.protocol.stream.StreamInput.CheckpointMoved;
import io.lull.protocol.stream.StreamInput.FileOpened;
import io.lull.protocol.stream.StreamInput.LoggingChanged;
import io.lull.protocol.stream.StreamInput.LogsRolled;
import io.lull.protocol.stream.StreamInput.OpenFailed;
import io.lull.protocol.stream.StreamInput.ReadEnded;
import io.lull.protocol.stream.StreamInput.ReadFailed;
import io.lull.protocol.stream.StreamInput.RollFailed;
import io.lull.protocol.stream.StreamInput.StreamOwnerLost;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Table;
import io.lull.protocol.time.Uptime;
import java.util.EnumSet;
import java.util.Set;

/** What a host finds out, and what follows from it. */
final class HostRows {
  /** A file can be open. */
  private static final Set<StreamPhase> READING =
      EnumSet.of(DATABASES, LOGS, STOPPED, SERVICE_STOPPED_OPEN);

  private final Table.Builder<
          StreamPhase,
          StreamHost,
          StreamInput,
          Uptime,
          Decision<StreamEvent, StreamEffect, StreamReply>>
      table;

  HostRows(
      Table.Builder<
              StreamPhase,
              StreamHost,
              StreamInput,
              Uptime,
              Decision<StreamEvent, StreamEffect, StreamReply>>
          table) {
    this.table = table;
  }

  void add() {
    files();
    logs();
    others();
  }

  private void files() {
    table
        .on(READING, FileOpened.class, "answers the Open, also after a stop", WorkRules::opened)
        .ignoreElsewhere(FileOpened.class, "the stream that opened it is over");
    table
        .on(
            EnumSet.of(DATABASES, LOGS),
            OpenFailed.class,
            "a stream that lacks a file is aborted by the server",
            WorkRules::openFailed,
            NOT_STARTED,
            DATABASES,
            LOGS)
        .on(
            HALTED,
            OpenFailed.class,
            "answers the Open; End is still to come",
            WorkRules::openFailed)
        .ignoreElsewhere(OpenFailed.class, "the stream that wanted it is over");
    table
        .on(READING, ReadEnded.class, "answers the Read, also after a stop", WorkRules::read)
        .ignoreElsewhere(ReadEnded.class, "the stream that read it is over");
    table
        .on(
            DATABASES,
            ReadFailed.class,
            "this database is closed and left out, the others go on",
            WorkRules::databaseFailed)
        .on(
            LOGS,
            ReadFailed.class,
            "a stream that lacks a log is aborted by the server",
            WorkRules::readFailed,
            NOT_STARTED,
            LOGS)
        .on(
            HALTED,
            ReadFailed.class,
            "answers the Read; End is still to come",
            WorkRules::readFailed)
        .ignoreElsewhere(ReadFailed.class, "the stream that read it is over");
  }

  private void logs() {
    table
        .on(
            BEFORE_LOGS,
            LogsRolled.class,
            "the chain is known; with a gap in it the stream is aborted by the server",
            LogRules::rolled,
            LOGS,
            NOT_STARTED,
            DATABASES,
            AWAITING_LOGS)
        .on(HALTED, LogsRolled.class, "answers GetLogInfo, also after a stop", LogRules::rolled)
        .ignoreElsewhere(LogsRolled.class, "the logs are known, or their stream is over");
    table
        .on(
            BEFORE_LOGS,
            RollFailed.class,
            "a stream without logs is aborted by the server",
            LogRules::rollFailed,
            NOT_STARTED,
            DATABASES,
            AWAITING_LOGS)
        .on(HALTED, RollFailed.class, "answers GetLogInfo; End is to come", LogRules::rollFailed)
        .ignoreElsewhere(RollFailed.class, "the logs are known, or their stream is over");
  }

  private void others() {
    table
        .on(
            EnumSet.of(DATABASES, AWAITING_LOGS, LOGS, STOPPED),
            StreamOwnerLost.class,
            "its stream is aborted by the caller",
            EndRules::ownerLost,
            NOT_STARTED)
        .on(
            SERVICE_STOPPED_OPEN,
            StreamOwnerLost.class,
            "its stream is aborted by the caller",
            EndRules::ownerLost,
            SERVICE_STOPPED)
        .on(WITHOUT_STREAM, StreamOwnerLost.class, "what waits for it goes", ReportRules::forget)
        .on(ABSENT, StreamOwnerLost.class, "reports to it go", ReportRules::forget);
    table
        .on(PRESENT, CheckpointMoved.class, "bounds what may go", InstanceRules::checkpoint)
        .ignore(ABSENT, CheckpointMoved.class, "the instance is gone");
    table
        .on(PRESENT, LoggingChanged.class, "decides which streams begin", InstanceRules::logging)
        .ignore(ABSENT, LoggingChanged.class, "the instance is gone");
  }
}
