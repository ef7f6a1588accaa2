package io.lull.coordinator;

import io.lull.cluster.config.message.DirectoryMessage;
import io.lull.cluster.config.settings.JournalSettings.BackOff;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.SupervisorStrategy;

/**
 * What the actors of one node share.
 *
 * @param ground what this coordinator stands on
 * @param hosts what the directory knows
 * @param backOff how long an entity waits after a failed write
 */
record Node(
    Ground ground,
    AtomicReference<Hosts> hosts,
    ActorRef<DirectoryMessage> directory,
    ActorRef<WindowKeeper.Command> keeper,
    Windows windows,
    BackOff backOff) {
  // So that those who failed together do not come back together.
  private static final double SPREAD = 0.2;

  /** An actor whose write has failed reads its journal again, after a pause. */
  BackoffSupervisorStrategy afterFailedWrite() {
    return SupervisorStrategy.restartWithBackoff(backOff.min(), backOff.max(), SPREAD);
  }

  Instant now() {
    return ground.calendar().instant();
  }

  Machines machines() {
    return ground.machines();
  }

  Shards shards() {
    return ground.shards();
  }
}
