package io.lull.writer.application;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.writer.spi.Lease;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where all work of an application passes that changes anything: it stands still when nobody is
 * inside and nobody is let in.
 *
 * <p>A hold ends by itself: those who wait outside know when its lease is over.
 */
public final class Turnstile {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Optional<Closed> closed = Optional.empty();
  private int inside;

  /** By which hold, and until when at the latest. */
  private record Closed(HoldToken by, long until) {
    boolean stands() {
      return left() > 0;
    }

    long left() {
      return until - System.nanoTime();
    }
  }

  /**
   * Does a piece of work, as soon as nothing is held. It must not pass again inside: work that has
   * begun would wait for itself.
   *
   * @throws InterruptedException if it was given up before it began
   */
  public <T> T pass(Callable<T> work) throws Exception {
    enter();
    try {
      return work.call();
    } finally {
      leave();
    }
  }

  private void enter() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (long left = left(); left > 0; left = left()) {
        var _ = changed.await(left, TimeUnit.NANOSECONDS);
      }
      inside++;
    } finally {
      lock.unlock();
    }
  }

  private long left() {
    return closed.map(Closed::left).orElse(0L);
  }

  private void leave() {
    lock.lock();
    try {
      inside--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets nobody in from here on, and waits for those inside.
   *
   * @return false if somebody else holds it, or if the lease was over before all had left; then it
   *     is open again
   * @throws InterruptedException if nobody waits for it any more; it is open again then too
   */
  boolean close(Lease lease) throws InterruptedException {
    Closed ours = new Closed(lease.token(), System.nanoTime() + lease.remaining().toNanos());
    lock.lockInterruptibly();
    try {
      if (closed.filter(Closed::stands).isPresent()) {
        return false;
      }
      closed = Optional.of(ours);
      return drained(ours);
    } finally {
      lock.unlock();
    }
  }

  private boolean drained(Closed ours) throws InterruptedException {
    boolean empty = false;
    try {
      // Somebody may open it meanwhile, because he has given up before its own thread knows.
      while (inside > 0 && ours.stands() && closed.filter(ours::equals).isPresent()) {
        var _ = changed.await(ours.left(), TimeUnit.NANOSECONDS);
      }
      empty = inside == 0 && ours.stands() && closed.filter(ours::equals).isPresent();
      return empty;
    } finally {
      if (!empty) {
        open(ours.by());
      }
    }
  }

  /** Lets everybody in again, and says how the hold of this token stood. */
  HoldEnd open(HoldToken by) {
    lock.lock();
    try {
      Optional<Closed> ours = closed.filter(now -> now.by().equals(by));
      if (ours.isEmpty()) {
        return HoldEnd.NOT_HELD;
      }
      closed = Optional.empty();
      changed.signalAll();
      return ours.get().stands() ? HoldEnd.HELD : HoldEnd.LAPSED;
    } finally {
      lock.unlock();
    }
  }
}
