package io.lull.acceptance.simulation;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Work that can stand still in its middle, as a call that hangs does.
 *
 * <p>It has a thread of its own, and runs only while the thread of the simulation waits for it: so
 * there is still one thing that happens at a time.
 */
final class Coroutine {
  private static volatile @Nullable Coroutine active;

  private final Semaphore itsTurn = new Semaphore(0);
  private final Semaphore ourTurn = new Semaphore(0);
  private final Thread thread;
  private boolean ended;

  Coroutine(Runnable work) {
    thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  itsTurn.acquireUninterruptibly();
                  try {
                    work.run();
                  } finally {
                    ended = true;
                    ourTurn.release();
                  }
                });
  }

  static boolean runsOn(Thread thread) {
    Coroutine running = active;
    return running != null && running.thread.equals(thread);
  }

  boolean hasEnded() {
    return ended;
  }

  /** Whether somebody has interrupted its thread. */
  boolean isInterrupted() {
    return thread.isInterrupted();
  }

  /** Lets it run until it ends or stands still. */
  void resume() {
    if (ended) {
      throw new IllegalStateException("it has ended, and nobody would answer");
    }
    active = this;
    itsTurn.release();
    ourTurn.acquireUninterruptibly();
    active = null;
  }

  /** Called by its own work: it stands still until it is resumed. */
  void standStill() {
    ourTurn.release();
    itsTurn.acquireUninterruptibly();
  }
}
