package io.lull.protocol.stream;

import io.lull.protocol.failure.Failure;

/**
 * What an instance with one database and one required log has to answer, said once more and in
 * another way: as checks from top to bottom, and not as a table.
 */
final class StreamOracle {
  /** What can be called. */
  enum Move {
    BEGIN_FULL,
    BEGIN_INCREMENTAL,
    BEGIN_COPY,
    ATTACH_INFO,
    OPEN_DATABASE,
    OPEN_LOG,
    READ,
    CLOSE,
    LOG_INFO,
    PREVIEW,
    TRUNCATE,
    END_NORMAL,
    END_ABORT,
    STOP_BACKUP,
    STOP_SERVICE,
    ATTACH,
    RESTART
  }

  private enum File {
    NONE,
    DATABASE,
    LOG
  }

  private boolean serviceStopped;
  private boolean full;
  private boolean open;
  private StreamKind kind = StreamKind.FULL;
  private boolean stopped;
  private boolean logsKnown;
  private File file = File.NONE;
  private boolean databaseRead;
  private boolean logRead;
  private boolean truncated;

  StreamOracle copy() {
    StreamOracle copy = new StreamOracle();
    copy.serviceStopped = serviceStopped;
    copy.full = full;
    copy.open = open;
    copy.kind = kind;
    copy.stopped = stopped;
    copy.logsKnown = logsKnown;
    copy.file = file;
    copy.databaseRead = databaseRead;
    copy.logRead = logRead;
    copy.truncated = truncated;
    return copy;
  }

  /** The answer to a call: what it is, or the name of the failure. */
  String answer(Move move) {
    return switch (move) {
      case BEGIN_FULL -> begin(StreamKind.FULL);
      case BEGIN_INCREMENTAL -> begin(StreamKind.INCREMENTAL);
      case BEGIN_COPY -> begin(StreamKind.COPY);
      case CLOSE -> open ? close() : closed();
      case END_NORMAL -> open ? end(normalOutcome()) : closed();
      case END_ABORT -> open ? end("ABORTED_BY_CALLER") : closed();
      case STOP_BACKUP -> stop();
      case STOP_SERVICE -> stopService();
      case ATTACH -> attach();
      case RESTART -> restart();
      case ATTACH_INFO, OPEN_DATABASE, OPEN_LOG, READ, LOG_INFO, PREVIEW, TRUNCATE -> gated(move);
    };
  }

  /** The order of the checks is what this class is for. */
  private String gated(Move move) {
    if (serviceStopped) {
      return Failure.CLIENT_REQUEST_TO_STOP_SERVICE.name();
    }
    if (!open) {
      return Failure.NO_BACKUP.name();
    }
    if (stopped) {
      return Failure.BACKUP_ABORTED_BY_SERVER.name();
    }
    boolean early = !logsKnown && (move == Move.OPEN_LOG || move == Move.PREVIEW);
    boolean late = logsKnown && move == Move.OPEN_DATABASE;
    boolean noDatabases =
        kind == StreamKind.INCREMENTAL && (move == Move.OPEN_DATABASE || move == Move.ATTACH_INFO);
    if (early || late || noDatabases) {
      return Failure.INVALID_BACKUP_SEQUENCE.name();
    }
    return switch (move) {
      case ATTACH_INFO -> "AttachInfo";
      case PREVIEW -> "TruncateInfo";
      case OPEN_DATABASE -> openFile(File.DATABASE);
      case OPEN_LOG -> openFile(File.LOG);
      case READ -> read();
      case LOG_INFO -> logInfo();
      default -> truncate();
    };
  }

  private String closed() {
    return (serviceStopped ? Failure.CLIENT_REQUEST_TO_STOP_SERVICE : Failure.NO_BACKUP).name();
  }

  private String begin(StreamKind asked) {
    if (serviceStopped) {
      return Failure.CLIENT_REQUEST_TO_STOP_SERVICE.name();
    }
    if (open) {
      return Failure.BACKUP_IN_PROGRESS.name();
    }
    if (asked == StreamKind.INCREMENTAL && !full) {
      return Failure.MISSING_FULL_BACKUP.name();
    }
    open = true;
    kind = asked;
    return "Begun";
  }

  private String openFile(File next) {
    if (file != File.NONE) {
      return Failure.HANDLE_TABLE_FULL.name();
    }
    file = next;
    return "Opened";
  }

  private String read() {
    if (file == File.NONE) {
      return Failure.STREAM_INVALID_PARAMETER.name();
    }
    databaseRead |= file == File.DATABASE;
    logRead |= file == File.LOG;
    return "Read";
  }

  private String close() {
    if (file == File.NONE) {
      return Failure.STREAM_INVALID_PARAMETER.name();
    }
    file = File.NONE;
    return "Closed";
  }

  private String logInfo() {
    if (!logsKnown && file != File.NONE) {
      return Failure.INVALID_BACKUP_SEQUENCE.name();
    }
    logsKnown = true;
    return "LogInfo";
  }

  private String truncate() {
    if (truncated) {
      return "Truncated";
    }
    if (!logsKnown || kind == StreamKind.COPY || file != File.NONE) {
      return Failure.INVALID_BACKUP_SEQUENCE.name();
    }
    if (!logRead) {
      return Failure.LOG_FILE_NOT_COPIED.name();
    }
    truncated = true;
    return "Truncated";
  }

  private String normalOutcome() {
    if (stopped || serviceStopped) {
      return "ABORTED_BY_SERVER";
    }
    return logsKnown && logRead ? "COMPLETED" : "ABORTED_BY_CALLER";
  }

  private String end(String outcome) {
    full |= outcome.equals("COMPLETED") && kind == StreamKind.FULL && databaseRead && truncated;
    forget();
    return "Ended " + outcome;
  }

  private String stop() {
    stopped = open;
    return "Stopped";
  }

  private String stopService() {
    serviceStopped = true;
    return "ServiceStopped";
  }

  private String attach() {
    if (serviceStopped) {
      return Failure.CLIENT_REQUEST_TO_STOP_SERVICE.name();
    }
    return open ? Failure.BACKUP_IN_PROGRESS.name() : "Permitted";
  }

  private String restart() {
    serviceStopped = false;
    full = false;
    forget();
    return "InstanceStarted";
  }

  private void forget() {
    open = false;
    stopped = false;
    logsKnown = false;
    file = File.NONE;
    databaseRead = false;
    logRead = false;
    truncated = false;
  }
}
