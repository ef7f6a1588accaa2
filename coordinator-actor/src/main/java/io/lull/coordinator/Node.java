package io.lull.coordinator;

import io.lull.cluster.config.message.DirectoryMessage;
import io.lull.cluster.config.settings.JournalSettings.BackOff;
import io.lull.protocol.id.HostId;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.time.Uptime;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.Address;
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

  Uptime uptime() {
    return ground.uptime().get();
  }

  /** The nodes that have to speak before this verb can be looked at. */
  Set<Address> awaitedFor(Verb verb) {
    return hosts.get().awaitedFor(verb, ground.hosts());
  }

  /** The nodes that have to speak before these hosts are known, or known not to be there. */
  Set<Address> awaitedFor(Set<HostId> needed) {
    return hosts.get().awaitedFor(needed, ground.hosts());
  }

  Machines machines() {
    return ground.machines();
  }

  Onlooker onlooker() {
    return ground.onlooker();
  }

  Shards shards() {
    return ground.shards();
  }
}
