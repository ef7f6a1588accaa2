package io.lull.cluster.config.membership;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;
import org.apache.pekko.event.EventStream;
import org.apache.pekko.remote.FailureDetector;
import org.apache.pekko.remote.PhiAccrualFailureDetector;
import scala.jdk.javaapi.DurationConverters;

/**
 * Suspects another node when it is silent, but its own ears when all are.
 *
 * <p>A node that nobody reaches, but that still reaches others, would tell them that it has lost
 * all of them, at the same moment at which they lose it. The split-brain resolver then gives up
 * everybody who is both suspected and suspects: healthy nodes with it. So a node that hears nobody
 * says nothing for as long as the others need to give it up, after which nobody listens to it.
 */
public final class SelfDoubt extends PhiAccrualFailureDetector {
  /** The resolver looks every second, and what it decides has to get round. */
  private static final Duration UNTIL_ALL_KNOW = Duration.ofSeconds(2);

  private static final Map<EventStream, Circle> CIRCLES =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final Circle circle;

  /** As the cluster makes it, one for each node that is listened to. */
  public SelfDoubt(Config config, EventStream events) {
    super(config, events);
    this.circle =
        CIRCLES.computeIfAbsent(events, _ -> new Circle(patience(config), System::nanoTime));
    circle.add(this);
  }

  SelfDoubt(Config config, Circle circle, FailureDetector.Clock clock) {
    super(
        config.getDouble("threshold"),
        config.getInt("max-sample-size"),
        DurationConverters.toScala(config.getDuration("min-std-deviation")),
        DurationConverters.toScala(config.getDuration("acceptable-heartbeat-pause")),
        DurationConverters.toScala(config.getDuration("expected-response-after")),
        clock);
    this.circle = circle;
    circle.add(this);
  }

  static Duration patience(Config config) {
    return config.getDuration("given-up-after").plus(UNTIL_ALL_KNOW);
  }

  @Override
  public boolean isAvailable() {
    return super.isAvailable() || circle.doubtsItself();
  }

  private boolean hears() {
    return isMonitoring() && super.isAvailable();
  }

  /** All whom one node listens to. */
  static final class Circle {
    private final Duration patience;
    private final LongSupplier nanos;
    // A node that has left is listened to by nobody any more, and its detector goes.
    private final Set<SelfDoubt> members = Collections.newSetFromMap(new WeakHashMap<>());
    private boolean deaf;
    private long deafSince;

    Circle(Duration patience, LongSupplier nanos) {
      this.patience = patience;
      this.nanos = nanos;
    }

    private synchronized void add(SelfDoubt member) {
      members.add(member);
    }

    /** Whether nobody at all is heard, and that not for long enough to blame them. */
    private synchronized boolean doubtsItself() {
      if (members.stream().anyMatch(SelfDoubt::hears)) {
        deaf = false;
        return false;
      }
      if (!deaf) {
        deaf = true;
        deafSince = nanos.getAsLong();
      }
      return nanos.getAsLong() - deafSince < patience.toNanos();
    }
  }
}
