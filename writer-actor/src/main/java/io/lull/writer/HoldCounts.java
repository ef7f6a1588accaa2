package io.lull.writer;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many holds of a writer stood how long, in this life of its host.
 *
 * @param upTo for each bound how many exceeded the one before it and not this one; at the end those
 *     that exceeded all bounds
 * @param total how long all of them stood together
 */
public record HoldCounts(List<Long> upTo, Duration total) {
  /** From what nobody notices to what a writer is allowed at most. */
  public static final List<Duration> BOUNDS =
      Stream.of(1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000)
          .map(Duration::ofMillis)
          .toList();

  public HoldCounts {
    upTo = List.copyOf(upTo);
  }
}
