package io.lull.node;

import io.lull.coordinator.Chronicle;
import io.lull.node.metrics.Metrics;
import io.lull.protocol.catalogue.Verified;
import io.lull.wire.api.SessionView;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Looks up when a set was last good enough, and last verified as good, before this life of the
 * node, so that an alarm on old backups does not go off, or go silent, because a node was started
 * anew.
 */
final class LastSuccess {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
  private static final int SESSIONS = 1000;

  private LastSuccess() {}

  /** On a thread of its own, which may wait for the journal, and again until that has answered. */
  static void look(Chronicle chronicle, ActorSystem<?> system, Metrics metrics) {
    Thread.ofPlatform()
        .daemon()
        .name("lull-last-success")
        .start(
            () -> {
              try {
                latest(chronicle).ifPresent(metrics::succeededBefore);
                verified(chronicle).ifPresent(metrics::verifiedBefore);
              } catch (RuntimeException silent) {
                again(chronicle, system, metrics);
              }
            });
  }

  private static void again(Chronicle chronicle, ActorSystem<?> system, Metrics metrics) {
    if (!system.whenTerminated().isCompleted()) {
      var _ =
          system
              .scheduler()
              .scheduleOnce(
                  LOOK_AGAIN, () -> look(chronicle, system, metrics), system.executionContext());
    }
  }

  /** When it was begun: that is journaled, and rather too early than too late. */
  private static Optional<Instant> latest(Chronicle chronicle) {
    return chronicle.sessions(SESSIONS, false).stream()
        .filter(LastSuccess::isGood)
        .map(SessionView::began)
        .max(Comparator.naturalOrder());
  }

  private static Optional<Instant> verified(Chronicle chronicle) {
    return chronicle.sets().stream()
        .flatMap(set -> set.verification().stream())
        .filter(verified -> verified.found().good())
        .map(Verified::at)
        .max(Comparator.naturalOrder());
  }

  private static boolean isGood(SessionView session) {
    return session.failure().isEmpty()
        && session.grade().filter(grade -> grade.atLeast(session.lowest())).isPresent();
  }
}
