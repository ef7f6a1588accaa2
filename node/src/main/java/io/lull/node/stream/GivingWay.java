package io.lull.node.stream;

import io.lull.protocol.stream.StreamReply;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Reads for streams, but not while anything of this host stands still: whoever has to let go needs
 * the processors and the disks more than a backup that can wait.
 *
 * @param stands whether anything stands still
 * @param looks how often to look again; what stands for longer keeps nobody
 * @param soon runs something after a moment
 */
public record GivingWay(BlockReader reader, BooleanSupplier stands, long looks, Executor soon)
    implements BlockReader {
  private static final Duration MOMENT = Duration.ofMillis(5);

  /**
   * Gives way for as long as a hold may last.
   *
   * @param hold the longest of them
   */
  public GivingWay(BlockReader reader, BooleanSupplier stands, Duration hold) {
    this(
        reader,
        stands,
        hold.dividedBy(MOMENT),
        CompletableFuture.delayedExecutor(MOMENT.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public CompletionStage<StreamReply> read(String token, long offset, ByteBuffer into) {
    if (!stands.getAsBoolean()) {
      return reader.read(token, offset, into);
    }
    CompletableFuture<Void> free = new CompletableFuture<>();
    lookAgain(looks, free);
    return free.thenCompose(_ -> reader.read(token, offset, into));
  }

  private void lookAgain(long left, CompletableFuture<Void> free) {
    soon.execute(
        () -> {
          if (left <= 1 || !stands.getAsBoolean()) {
            free.complete(null);
          } else {
            lookAgain(left - 1, free);
          }
        });
  }
}
