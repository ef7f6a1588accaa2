package io.lull.writer;

import io.lull.protocol.time.Uptime;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keeper of a node: one platform thread that looks at the clock and does nothing else.
 *
 * <p>What falls due runs on a virtual thread of its own, since it may block. Virtual threads share
 * a few carriers, which handlers that never yield can use up; so what has not begun within a second
 * is given a platform thread. Nothing here logs: the log may stand still.
 */
public final class LeaseThread implements LeaseKeeper, AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Supplier<Uptime> clock;
  private final Executor first;
  private final Executor last;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final TreeMap<Moment, Runnable> queue = new TreeMap<>();
  private long numbers;
  private boolean closed;

  /** Two leases may end at one moment. */
  private record Moment(Uptime at, long number) implements Comparable<Moment> {
    @Override
    public int compareTo(Moment other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private LeaseThread(Supplier<Uptime> clock, Executor first, Executor last) {
    this.clock = clock;
    this.first = first;
    this.last = last;
  }

  public static LeaseThread start(Supplier<Uptime> clock) {
    return start(
        clock,
        Thread.ofVirtual().name("lull-lease-", 0)::start,
        Thread.ofPlatform().daemon().name("lull-lease-late-", 0)::start);
  }

  static LeaseThread start(Supplier<Uptime> clock, Executor first, Executor last) {
    LeaseThread keeper = new LeaseThread(clock, first, last);
    Thread.ofPlatform().daemon().name("lull-leases").start(keeper::keep);
    return keeper;
  }

  @Override
  public Armed arm(Uptime at, Runnable due) {
    AtomicBoolean begun = new AtomicBoolean();
    Runnable once =
        () -> {
          if (begun.compareAndSet(false, true)) {
            due.run();
          }
        };
    return put(at, () -> begin(once, begun));
  }

  /** Looks at the clock again: for a clock that is moved by hand. */
  void look() {
    lock.lock();
    try {
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int armed() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** The thread ends when nothing is armed any more. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private Armed put(Uptime at, Runnable then) {
    lock.lock();
    try {
      Moment moment = new Moment(at, ++numbers);
      queue.put(moment, then);
      if (queue.firstKey().equals(moment)) {
        changed.signal();
      }
      return () -> remove(moment);
    } finally {
      lock.unlock();
    }
  }

  private void remove(Moment moment) {
    lock.lock();
    try {
      queue.remove(moment);
      if (closed && queue.isEmpty()) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void begin(Runnable once, AtomicBoolean begun) {
    put(
        clock.get().plus(PATIENCE),
        () -> {
          if (!begun.get()) {
            last.execute(once);
          }
        });
    first.execute(once);
  }

  private void keep() {
    for (Runnable next = next(); next != null; next = next()) {
      try {
        next.run();
      } catch (Throwable outOfThreads) {
        // What fell due must happen all the same, as soon as there is a thread for it.
        put(clock.get().plus(PATIENCE), next);
      }
    }
  }

  private @Nullable Runnable next() {
    lock.lock();
    try {
      while (true) {
        Map.Entry<Moment, Runnable> soonest = queue.firstEntry();
        if (soonest == null) {
          if (closed) {
            return null;
          }
          changed.awaitUninterruptibly();
          continue;
        }
        long left = clock.get().until(soonest.getKey().at()).toNanos();
        if (left <= 0) {
          queue.remove(soonest.getKey());
          return soonest.getValue();
        }
        try {
          changed.awaitNanos(left);
        } catch (InterruptedException nobodyEndsThisThread) {
          // It goes on: an interrupt is no reason to leave anything frozen.
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
