package io.lull.benchmarks.system;

import java.util.concurrent.atomic.AtomicLong;

/** When a window froze its first writer and asked its first provider, on this process's clock. */
final class Moments {
  private final AtomicLong freeze = new AtomicLong();
  private final AtomicLong preCommit = new AtomicLong();

  void freeze() {
    first(freeze);
  }

  void preCommit() {
    first(preCommit);
  }

  private static void first(AtomicLong moment) {
    if (moment.get() == 0) {
      moment.compareAndSet(0, System.nanoTime());
    }
  }

  /** From the first Freeze that reached a writer to the first PreCommit that reached a provider. */
  long freezeTook() {
    return preCommit.get() - freeze.get();
  }

  boolean complete() {
    return freeze.get() != 0 && preCommit.get() != 0;
  }

  void clear() {
    preCommit.set(0);
    freeze.set(0);
  }
}
