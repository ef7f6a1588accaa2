package io.lull.provider.tool;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Work that has a thread of its own, as a provider's actor gives it. */
public final class OwnThread {
  /** A call to a provider. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  private final Thread thread;
  private final CompletableFuture<Optional<Exception>> end = new CompletableFuture<>();

  public OwnThread(Work work) {
    thread = Thread.ofPlatform().daemon().start(() -> end.complete(attempt(work)));
  }

  private static Optional<Exception> attempt(Work work) {
    try {
      work.run();
      return Optional.empty();
    } catch (Exception failed) {
      return Optional.of(failed);
    }
  }

  public void interrupt() {
    thread.interrupt();
  }

  /** Waits until it waits for something itself, or has ended. */
  public void awaitWaiting() {
    while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
      Thread.onSpinWait();
    }
  }

  /** Waits for its end; why it failed. */
  public Optional<Exception> failure() throws Exception {
    return end.get();
  }
}
