package io.lull.protocol.stream;

import static io.lull.protocol.failure.Failure.BACKUP_ABORTED_BY_SERVER;
import static io.lull.protocol.failure.Failure.BACKUP_IN_PROGRESS;
import static io.lull.protocol.failure.Failure.CLIENT_REQUEST_TO_STOP_SERVICE;
import static io.lull.protocol.failure.Failure.INVALID_BACKUP_SEQUENCE;
import static io.lull.protocol.failure.Failure.NO_BACKUP;
import static io.lull.protocol.failure.Failure.STREAM_INVALID_PARAMETER;
import static io.lull.protocol.stream.StreamPhase.ABSENT;
import static io.lull.protocol.stream.StreamPhase.AWAITING_LOGS;
import static io.lull.protocol.stream.StreamPhase.DATABASES;
import static io.lull.protocol.stream.StreamPhase.LOGS;
import static io.lull.protocol.stream.StreamPhase.NOT_STARTED;
import static io.lull.protocol.stream.StreamPhase.SERVICE_STOPPED;
import static io.lull.protocol.stream.StreamPhase.SERVICE_STOPPED_OPEN;
import static io.lull.protocol.stream.StreamPhase.SNAPSHOT;
import static io.lull.protocol.stream.StreamPhase.STOPPED;
import static io.lull.protocol.stream.StreamTable.BARRED;
import static io.lull.protocol.stream.StreamTable.BEFORE_LOGS;
import static io.lull.protocol.stream.StreamTable.OPEN;
import static io.lull.protocol.stream.StreamTable.PRESENT;
import static io.lull.protocol.stream.StreamTable.WITHOUT_STREAM;

import io.lull.protocol.stream.StreamInput.BeginStream;
import io.lull.protocol.stream.StreamInput.CloseFile;
import io.lull.protocol.stream.StreamInput.EndStream;
import io.lull.protocol.stream.StreamInput.GetAttachInfo;
import io.lull.protocol.stream.StreamInput.GetLogInfo;
import io.lull.protocol.stream.StreamInput.GetTruncateLogInfo;
import io.lull.protocol.stream.StreamInput.OfSession;
import io.lull.protocol.stream.StreamInput.OpenFile;
import io.lull.protocol.stream.StreamInput.ReadFile;
import io.lull.protocol.stream.StreamInput.ReportsTaken;
import io.lull.protocol.stream.StreamInput.TruncateLog;
import io.lull.protocol.stream.StreamInput.TruncationConfirmed;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Table;
import io.lull.protocol.time.Uptime;
import java.util.EnumSet;

/** What a session may ask and tell. */
final class SessionRows {
  private final Table.Builder<
          StreamPhase,
          StreamHost,
          StreamInput,
          Uptime,
          Decision<StreamEvent, StreamEffect, StreamReply>>
      table;

  SessionRows(
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
    begin();
    files();
    logs();
    ends();
    notices();
  }

  private void begin() {
    table
        .reject(ABSENT, BeginStream.class, STREAM_INVALID_PARAMETER)
        .on(
            NOT_STARTED,
            BeginStream.class,
            "it opens if the logs allow its kind",
            BeginRules::begin,
            DATABASES,
            AWAITING_LOGS,
            NOT_STARTED)
        .on(OPEN, BeginStream.class, "refused, but a repeat is answered again", BeginRules::again)
        .reject(SNAPSHOT, BeginStream.class, BACKUP_IN_PROGRESS)
        .reject(SERVICE_STOPPED, BeginStream.class, CLIENT_REQUEST_TO_STOP_SERVICE);
  }

  private void files() {
    gated(GetAttachInfo.class);
    table
        .on(
            EnumSet.of(DATABASES, LOGS),
            GetAttachInfo.class,
            "for a stream that reads databases",
            FileRules::attachInfo)
        .reject(AWAITING_LOGS, GetAttachInfo.class, INVALID_BACKUP_SEQUENCE);
    gated(OpenFile.class);
    table
        .on(
            EnumSet.of(DATABASES, LOGS),
            OpenFile.class,
            "databases before GetLogInfo, logs after it, one at a time",
            FileRules::open)
        .reject(AWAITING_LOGS, OpenFile.class, INVALID_BACKUP_SEQUENCE);
    gated(ReadFile.class);
    table
        .on(
            EnumSet.of(DATABASES, LOGS),
            ReadFile.class,
            "of the open file, in bounds",
            FileRules::read)
        .reject(AWAITING_LOGS, ReadFile.class, STREAM_INVALID_PARAMETER);
    table
        .reject(ABSENT, CloseFile.class, STREAM_INVALID_PARAMETER)
        .on(OPEN, CloseFile.class, "always possible, also after a stop", FileRules::close)
        .reject(SERVICE_STOPPED, CloseFile.class, CLIENT_REQUEST_TO_STOP_SERVICE)
        .rejectElsewhere(CloseFile.class, NO_BACKUP);
  }

  private void logs() {
    gated(GetLogInfo.class);
    table
        .on(BEFORE_LOGS, GetLogInfo.class, "a new log is begun, with no file open", LogRules::ask)
        .on(LOGS, GetLogInfo.class, "the same logs again", LogRules::askAgain);
    gated(GetTruncateLogInfo.class);
    table
        .on(LOGS, GetTruncateLogInfo.class, "only tells", TruncationRules::preview)
        .reject(BEFORE_LOGS, GetTruncateLogInfo.class, INVALID_BACKUP_SEQUENCE);
    gated(TruncateLog.class);
    table
        .on(
            LOGS,
            TruncateLog.class,
            "marks, if every required log was read and no file is open",
            TruncationRules::truncate)
        .reject(BEFORE_LOGS, TruncateLog.class, INVALID_BACKUP_SEQUENCE);
  }

  private void ends() {
    table
        .reject(ABSENT, EndStream.class, STREAM_INVALID_PARAMETER)
        .on(
            EnumSet.of(DATABASES, AWAITING_LOGS, LOGS, STOPPED),
            EndStream.class,
            "always possible, always frees the instance",
            EndRules::end,
            NOT_STARTED)
        .on(
            SERVICE_STOPPED_OPEN,
            EndStream.class,
            "possible also now: nothing else would free the stream",
            EndRules::end,
            SERVICE_STOPPED)
        .on(
            WITHOUT_STREAM,
            EndStream.class,
            "refused, but a repeat is answered again",
            EndRules::again);
  }

  private void notices() {
    table
        .on(
            PRESENT,
            TruncationConfirmed.class,
            "the marked logs go, once nothing uses the instance",
            TruncationRules::confirmed)
        .ignore(ABSENT, TruncationConfirmed.class, "the marks went with the instance")
        .on(PRESENT, ReportsTaken.class, "they need not be told again", ReportRules::taken)
        .on(ABSENT, ReportsTaken.class, "reports outlive the instance", ReportRules::taken);
  }

  /** What every call that advances a stream passes first, in the order in which it is looked at. */
  private <C extends OfSession> void gated(Class<C> call) {
    table
        .reject(ABSENT, call, STREAM_INVALID_PARAMETER)
        .reject(BARRED, call, CLIENT_REQUEST_TO_STOP_SERVICE)
        .reject(EnumSet.of(NOT_STARTED, SNAPSHOT), call, NO_BACKUP)
        .reject(STOPPED, call, BACKUP_ABORTED_BY_SERVER);
  }
}
