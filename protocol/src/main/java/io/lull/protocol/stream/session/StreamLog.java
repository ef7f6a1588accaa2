package io.lull.protocol.stream.session;

import io.lull.protocol.session.SessionLog;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupAborted;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupAsked;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupFailed;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupStored;
import io.lull.protocol.stream.session.StreamSessionEvent.RequesterGone;
import io.lull.protocol.stream.session.StreamSessionEvent.StreamReported;
import io.lull.protocol.value.Visible;
import java.time.Instant;

/** The log of a stream, in lines as {@link SessionLog} has them. */
public final class StreamLog {
  private StreamLog() {}

  /** One event as one line, without a line end; what the host has said under its own name. */
  public static String line(Instant at, StreamSessionEvent event) {
    Object said = event instanceof StreamReported reported ? reported.event() : event;
    return SessionLog.line(at, said.getClass().getSimpleName(), who(event), detail(event));
  }

  /** The state of a stream as one line, to head its log. */
  public static String summary(StreamSession stream) {
    StringBuilder text = new StringBuilder("stream ").append(stream.session());
    text.append(" · ").append(stream.phase());
    stream
        .asked()
        .ifPresent(
            asked ->
                text.append(" · ")
                    .append(asked.kind())
                    .append(" of ")
                    .append(asked.host())
                    .append('/')
                    .append(asked.instance()));
    text.append(" · ").append(stream.account().files().size()).append(" files");
    stream.account().outcome().ifPresent(outcome -> text.append(" · ").append(outcome));
    stream.fault().ifPresent(fault -> text.append(" · failed: ").append(fault));
    text.append(stream.isBackup() ? " · stored" : " · no backup");
    return Visible.of(text.toString());
  }

  private static String who(StreamSessionEvent event) {
    return switch (event) {
      case BackupAsked asked -> asked.host() + "/" + asked.instance();
      case StreamReported reported -> reported.event().instance().toString();
      case BackupFailed _, BackupStored _, BackupAborted _, RequesterGone _ -> "";
    };
  }

  private static String detail(StreamSessionEvent event) {
    return switch (event) {
      case BackupAsked asked -> asked.kind() + ", life " + asked.stamp().incarnation();
      case StreamReported reported -> detail(reported.event());
      case BackupFailed failed -> failed.fault().toString();
      case BackupStored _ -> "";
      case BackupAborted aborted -> "by " + aborted.request();
      case RequesterGone gone -> gone.fault().toString();
    };
  }

  private static String detail(StreamEvent.Journaled event) {
    return switch (event) {
      case StreamEvent.StreamBegun begun ->
          begun.kind() + ", logs from " + begun.checkpoint() + " on";
      case StreamEvent.FileFinished finished -> file(finished.file());
      case StreamEvent.DatabaseLost lost -> "database " + lost.database();
      case StreamEvent.LogsFetched logs -> "to be read: " + logs(logs.required());
      case StreamEvent.LogsMarked marked -> logs(marked.logs());
      case StreamEvent.StreamStopped stopped -> stopped.why().toString();
      case StreamEvent.StreamEnded ended ->
          ended.outcome()
              + ended.mark().map(mark -> ", others can build on it").orElse("")
              + (ended.truncation().isEmpty()
                  ? ""
                  : ", to go when it is stored: " + logs(ended.truncation()));
    };
  }

  private static String file(StreamFile file) {
    return switch (file) {
      case StreamFile.DatabaseFile database -> "database " + database.database();
      case StreamFile.LogFile log -> "log " + log.generation();
    };
  }

  /** They may be thousands, and nearly always one run. */
  private static String logs(Logs logs) {
    return logs.isEmpty()
        ? "none"
        : logs.generations().size()
            + " logs from "
            + logs.generations().first()
            + " to "
            + logs.generations().last();
  }
}
