package io.lull.coordinator;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A thread that looks again and again, as long as there is anything to look for.
 *
 * <p>It is one of the system's, because a database may keep it waiting in native code.
 */
final class Tail implements AutoCloseable {
  private final long every;
  private final BooleanSupplier look;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private boolean running;
  private boolean again;
  private boolean closed;

  /**
   * @param look says whether it is worth looking once more
   */
  Tail(Duration every, BooleanSupplier look) {
    this.every = every.toNanos();
    this.look = look;
  }

  /** There is something to look for, now. */
  void wake() {
    lock.lock();
    try {
      again = true;
      if (running) {
        woken.signal();
      } else if (!closed) {
        running = true;
        Thread.ofPlatform().daemon().name("lull-chronicle").start(this::run);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends after the look that is under way. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      woken.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    boolean wanted = true;
    while (goesOn(wanted)) {
      try {
        wanted = look.getAsBoolean();
      } catch (RuntimeException | Error trouble) {
        // The journal does not answer, which its health check says; it is asked again.
        wanted = true;
      }
    }
  }

  private boolean goesOn(boolean wanted) {
    lock.lock();
    try {
      for (long left = every; wanted && !again && !closed && left > 0; ) {
        left = woken.awaitNanos(left);
      }
      running = !closed && (wanted || again);
      again = false;
      return running;
    } catch (InterruptedException nobodyDoes) {
      return true;
    } finally {
      lock.unlock();
    }
  }
}
