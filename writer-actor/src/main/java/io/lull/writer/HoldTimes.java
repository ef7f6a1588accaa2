package io.lull.writer;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** How long the last holds of a writer stood. */
final class HoldTimes {
  static final int KEPT = 100;
  private static final int OF_A_HUNDRED = 99;
  private static final long[] BOUNDS =
      HoldCounts.BOUNDS.stream().mapToLong(Duration::toNanos).toArray();

  private final long[] nanos = new long[KEPT];
  private final long[] upTo = new long[HoldCounts.BOUNDS.size() + 1];
  private long total;
  private long count;

  synchronized void add(Duration time) {
    int bound = 0;
    while (bound < BOUNDS.length && BOUNDS[bound] < time.toNanos()) {
      bound++;
    }
    upTo[bound]++;
    total += time.toNanos();
    nanos[Math.toIntExact(count % KEPT)] = time.toNanos();
    count++;
  }

  /** How many there were, also those that are not kept any more. */
  synchronized long count() {
    return count;
  }

  /** All of them. */
  synchronized HoldCounts counts() {
    return new HoldCounts(Arrays.stream(upTo).boxed().toList(), Duration.ofNanos(total));
  }

  /** What 99 of a hundred did not exceed; of a few, none did. */
  synchronized Optional<Duration> typical() {
    int kept = Math.toIntExact(Math.min(count, KEPT));
    if (kept == 0) {
      return Optional.empty();
    }
    long[] sorted = Arrays.copyOf(nanos, kept);
    Arrays.sort(sorted);
    return Optional.of(Duration.ofNanos(sorted[Math.ceilDiv(kept * OF_A_HUNDRED, KEPT) - 1]));
  }
}
