package io.lull.cli.node;

import java.time.Duration;

/** A moment by which something has to be over, on the clock that nobody sets. */
public final class Deadline {
  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  public static Deadline in(Duration time) {
    // A hundred years are enough, and do not overflow.
    Duration bounded = time.compareTo(Duration.ofDays(36_500)) < 0 ? time : Duration.ofDays(36_500);
    return new Deadline(System.nanoTime() + bounded.toNanos());
  }

  public boolean isOver() {
    return end - System.nanoTime() <= 0;
  }

  public Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /** What is left, but no more than this. */
  public Duration atMost(Duration bound) {
    Duration left = left();
    return left.compareTo(bound) < 0 ? left : bound;
  }
}
