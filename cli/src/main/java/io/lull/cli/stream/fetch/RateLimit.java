package io.lull.cli.stream.fetch;

import io.lull.cli.node.Pause;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Lets so many bytes pass in a second, on the average since it began. */
public final class RateLimit {
  private static final Duration LONGEST = Duration.ofMillis(500);

  private final OptionalLong bytesPerSecond;
  private final LongSupplier nanos;
  private final long began;
  private long passed;

  public RateLimit(OptionalLong bytesPerSecond) {
    this(bytesPerSecond, System::nanoTime);
  }

  RateLimit(OptionalLong bytesPerSecond, LongSupplier nanos) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanos = nanos;
    this.began = nanos.getAsLong();
  }

  /** Waits until as much may pass as has passed already. */
  void await(int more, Runnable check) {
    for (Duration early = early(); early.isPositive(); early = early()) {
      check.run();
      Pause.of(early.compareTo(LONGEST) < 0 ? early : LONGEST);
    }
    passed += more;
  }

  /** How much too early it is. */
  Duration early() {
    if (bytesPerSecond.isEmpty()) {
      return Duration.ZERO;
    }
    double due = passed * 1e9 / bytesPerSecond.getAsLong();
    return Duration.ofNanos((long) due - (nanos.getAsLong() - began));
  }
}
