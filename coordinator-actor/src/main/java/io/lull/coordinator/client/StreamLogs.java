package io.lull.coordinator.client;

import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamReply.Ended;
import io.lull.protocol.stream.StreamReply.LogInfo;
import io.lull.protocol.stream.StreamReply.TruncateInfo;
import io.lull.protocol.stream.StreamReply.Truncated;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The logs of a stream are known and can be read. */
public final class StreamLogs extends StreamReading {
  private final LogInfo info;

  private StreamLogs(StreamRequester requester, Stamp stamp, LogInfo info) {
    super(requester, stamp);
    this.info = info;
  }

  static CompletionStage<StreamLogs> of(StreamRequester requester, Stamp stamp) {
    return requester
        .pass(LogInfo.class, stamp, StreamInput.GetLogInfo::new)
        .thenApply(info -> new StreamLogs(requester, stamp, info));
  }

  /** Those that have to be read, each to its end. */
  public Logs required() {
    return info.required();
  }

  /** Opens a log, has it read, and closes it; one at a time. */
  public <T> CompletionStage<T> fetch(
      long generation, Function<StreamFileOpen, CompletionStage<T>> reader) {
    return fetch(new StreamFile.LogFile(generation), reader);
  }

  /** Those that {@link #truncate} would mark now. */
  public CompletionStage<Logs> dispensable() {
    return requester
        .pass(TruncateInfo.class, stamp, StreamInput.GetTruncateLogInfo::new)
        .thenApply(TruncateInfo::logs);
  }

  /** Marks the logs that go when the stream is stored; without it nothing can build on it. */
  public CompletionStage<Logs> truncate() {
    return requester
        .pass(Truncated.class, stamp, StreamInput.TruncateLog::new)
        .thenApply(Truncated::logs);
  }

  /**
   * Ends the stream; its outcome says whether it may become a backup.
   *
   * @param truncateDone others see to the logs, so that streams can build on this one though it
   *     marked none
   */
  public CompletionStage<StreamEnded> end(boolean truncateDone) {
    return requester
        .pass(
            Ended.class,
            stamp,
            (request, instance, by) ->
                new StreamInput.EndStream(request, instance, by, EndMode.NORMAL, truncateDone))
        .thenApply(ended -> new StreamEnded(requester, stamp, ended));
  }
}
