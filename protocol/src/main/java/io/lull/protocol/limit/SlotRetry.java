package io.lull.protocol.limit;

import java.time.Duration;
import java.util.Optional;

/** When to ask again for a creation slot that another session holds, and when to give up. */
public final class SlotRetry {
  private SlotRetry() {}

  /**
   * How long to wait after this many refusals; empty when there were enough of them.
   *
   * <p>Half of each wait is left to chance, so that two sessions which were refused together do not
   * come back together.
   *
   * @param jitter a number from 0 to 1 that whoever waits has drawn
   */
  public static Optional<Duration> wait(Limits limits, int refusals, double jitter) {
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("expected a jitter from 0 to 1, but got " + jitter);
    }
    if (refusals > limits.slotRetryAttempts()) {
      return Optional.empty();
    }
    Duration half = limits.slotRetryWait(refusals).dividedBy(2);
    return Optional.of(half.plusMillis(Math.round(half.toMillis() * jitter)));
  }
}
