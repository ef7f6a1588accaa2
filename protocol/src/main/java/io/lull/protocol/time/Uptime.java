package io.lull.protocol.time;

import java.time.Duration;

/**
 * A reading of one machine's monotonic clock.
 *
 * <p>Leases and deadlines use it because calendar time may jump. Two machines' readings are never
 * compared: only durations travel between them.
 */
public record Uptime(long nanos) implements Comparable<Uptime> {
  public static final Uptime ZERO = new Uptime(0);

  public Uptime plus(Duration duration) {
    return new Uptime(Math.addExact(nanos, duration.toNanos()));
  }

  /** How long from this reading until the other; negative when the other is already past. */
  public Duration until(Uptime other) {
    return Duration.ofNanos(Math.subtractExact(other.nanos, nanos));
  }

  public boolean isBefore(Uptime other) {
    return nanos < other.nanos;
  }

  @Override
  public int compareTo(Uptime other) {
    return Long.compare(nanos, other.nanos);
  }

  @Override
  public String toString() {
    return Duration.ofNanos(nanos).toString();
  }
}
