package io.lull.cli.stream.fetch;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Work on a thread of its own, which nobody waits for any longer than it is wanted.
 *
 * <p>A body that is read can be closed by its reader only: whoever else closes it waits for the
 * read, which may take as long as a node says nothing.
 */
final class Unattended {
  private static final Duration LOOK = Duration.ofMillis(100);

  private Unattended() {}

  /**
   * What comes of the work.
   *
   * @param check asked now and then; throws if it is not wanted any more, and then the work is left
   *     to itself
   */
  static <T> T work(Callable<T> work, Runnable check) throws IOException {
    AtomicReference<@Nullable T> result = new AtomicReference<>();
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    Thread worker =
        Thread.ofPlatform()
            .daemon()
            .name("unattended")
            .start(
                () -> {
                  try {
                    result.set(work.call());
                  } catch (Exception failed) {
                    failure.set(failed);
                  }
                });
    try {
      while (!worker.join(LOOK)) {
        check.run();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new IOException("the stream was given up", ended);
    }
    return switch (failure.get()) {
      case null -> Optional.ofNullable(result.get()).orElseThrow();
      case IOException failed -> throw failed;
      case RuntimeException failed -> throw failed;
      case Exception impossible -> throw new IllegalStateException(impossible);
    };
  }
}
