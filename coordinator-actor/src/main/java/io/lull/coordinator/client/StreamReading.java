package io.lull.coordinator.client;

import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamReply;
import io.lull.wire.api.StreamSaid;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A step at which files can be read, one at a time. */
public abstract sealed class StreamReading extends StreamStep permits StreamDatabases, StreamLogs {
  StreamReading(StreamRequester requester, Stamp stamp) {
    super(requester, stamp);
  }

  /**
   * Opens a file, has it read, and closes it, whatever became of the reading. The stage fails with
   * the first cause.
   */
  <T> CompletionStage<T> fetch(
      StreamFile file, Function<StreamFileOpen, CompletionStage<T>> reader) {
    return requester
        .said(
            stamp, (request, instance, by) -> new StreamInput.OpenFile(request, instance, by, file))
        .thenApply(said -> opened(file, said))
        .thenCompose(
            open ->
                CompletableFuture.completedStage(open)
                    .thenCompose(reader)
                    .handle((read, failure) -> close(open, read, failure))
                    .thenCompose(Function.identity()));
  }

  private static StreamFileOpen opened(StreamFile file, StreamSaid said) {
    StreamReply.Opened opened = (StreamReply.Opened) said.reply();
    return new StreamFileOpen(
        file,
        opened.handle(),
        opened.size(),
        said.ticket()
            .orElseThrow(
                () ->
                    new IllegalStateException("expected a ticket for " + file + ", but got none")));
  }

  private <T> CompletionStage<T> close(StreamFileOpen open, T read, @Nullable Throwable failure) {
    CompletionStage<StreamReply.Closed> closed =
        requester.pass(
            StreamReply.Closed.class,
            stamp,
            (request, instance, by) ->
                new StreamInput.CloseFile(request, instance, by, open.handle()));
    return failure == null
        ? closed.thenApply(_ -> read)
        : closed
            .handle((_, _) -> CompletableFuture.<T>failedStage(failure))
            .thenCompose(Function.identity());
  }
}
