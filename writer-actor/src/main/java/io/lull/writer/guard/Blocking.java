package io.lull.writer.guard;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Waits for a system call on a thread of its own. A handler may run on a virtual thread, and such a
 * call would keep the carrier that others need, for as long as a disk hangs.
 */
public final class Blocking {
  private Blocking() {}

  /**
   * What became of the work; a thread that is interrupted waits no longer, and the call goes on.
   */
  public static <T> T call(String name, Callable<T> work) throws Exception {
    AtomicReference<T> result = new AtomicReference<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              try {
                result.set(work.call());
              } catch (Throwable failed) {
                failure.set(failed);
              }
            })
        .join();
    switch (failure.get()) {
      case null -> {
        return result.get();
      }
      case Exception failed -> throw failed;
      case Error failed -> throw failed;
      case Throwable strange -> throw new IllegalStateException(strange);
    }
  }
}
