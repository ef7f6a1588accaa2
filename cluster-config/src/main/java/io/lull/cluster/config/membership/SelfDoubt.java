package io.lull.cluster.config.membership;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;
import org.apache.pekko.event.EventStream;
import org.apache.pekko.remote.FailureDetector;
import org.apache.pekko.remote.PhiAccrualFailureDetector;

/**
 * Suspects another node when it is silent, but its own ears when all are.
 *
 * <p>A node that nobody reaches, but that still reaches others, would tell them that it has lost
 * all of them, at the same moment at which they lose it. The split-brain resolver then gives up
 * everybody who is both suspected and suspects: healthy nodes with it. So whoever was not heard any
 * more when nobody was is not blamed for as long as the others need to give this node up, after
 * which nobody listens to it.
 */
public final class SelfDoubt implements FailureDetector {
  /** A silence is noticed late, the resolver looks every second, and what it decides gets round. */
  private static final Duration UNTIL_ALL_KNOW = Duration.ofSeconds(3);

  private static final Map<EventStream, Circle> CIRCLES =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final FailureDetector usual;
  private final Circle circle;
  private volatile OptionalLong heard = OptionalLong.empty();

  /** As the cluster makes it, one for each node that is listened to. */
  public SelfDoubt(Config config, EventStream events) {
    this(
        new PhiAccrualFailureDetector(config, events),
        CIRCLES.computeIfAbsent(events, _ -> new Circle(config, System::nanoTime)));
  }

  SelfDoubt(FailureDetector usual, Circle circle) {
    this.usual = usual;
    this.circle = circle;
    circle.members.add(this);
  }

  @Override
  public boolean isAvailable() {
    return usual.isAvailable() || circle.doubtsItself(this);
  }

  @Override
  public boolean isMonitoring() {
    return usual.isMonitoring();
  }

  @Override
  public void heartbeat() {
    heard = OptionalLong.of(circle.nanos.getAsLong());
    usual.heartbeat();
  }

  /** All whom one node listens to. */
  static final class Circle {
    private final Duration pause;
    private final Duration patience;
    private final LongSupplier nanos;
    // A node that has left is listened to by nobody any more, and its detector goes.
    private final Set<SelfDoubt> members =
        Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    Circle(Config config, LongSupplier nanos) {
      this.pause = config.getDuration("acceptable-heartbeat-pause");
      this.patience = pause.plus(config.getDuration("given-up-after")).plus(UNTIL_ALL_KNOW);
      this.nanos = nanos;
    }

    /** Whether nobody was heard since this one was, and that not for long enough to blame it. */
    private boolean doubtsItself(SelfDoubt suspect) {
      long now = nanos.getAsLong();
      long silence = now - suspect.heard.orElse(now);
      long quiet;
      synchronized (members) {
        quiet =
            members.stream()
                .flatMapToLong(member -> member.heard.stream())
                .map(heard -> now - heard)
                .min()
                .orElse(0);
      }
      // Those who fall silent together were heard for the last time within a heartbeat or two.
      boolean together = silence - quiet < pause.toNanos() / 2;
      return together && quiet < patience.toNanos();
    }
  }
}
