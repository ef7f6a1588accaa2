package io.lull.writer.test;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What hangs waits here, and goes on when the gate is opened. */
public final class Gate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private long openings;

  public void open() {
    lock.lock();
    try {
      openings++;
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next opening, or until the time is over.
   *
   * @param waits told when no opening can be missed any more
   */
  public void pass(boolean deaf, Duration time, Runnable waits) throws InterruptedException {
    long until = System.nanoTime() + time.toNanos();
    boolean interrupted = false;
    lock.lock();
    try {
      long before = openings;
      waits.run();
      for (long left = time.toNanos(); openings == before && left > 0; ) {
        try {
          left = opened.awaitNanos(left);
        } catch (InterruptedException e) {
          if (!deaf) {
            throw e;
          }
          interrupted = true;
          left = until - System.nanoTime();
        }
      }
    } finally {
      lock.unlock();
      if (interrupted) {
        // It was not heeded, but it is not lost either.
        Thread.currentThread().interrupt();
      }
    }
  }
}
