package io.lull.coordinator;

import io.lull.cluster.config.message.DirectoryMessage;
import io.lull.cluster.config.settings.JournalSettings.BackOff;
import io.lull.protocol.time.Uptime;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.SupervisorStrategy;

/**
 * What the actors of one node share.
 *
 * @param hosts what the directory knows
 * @param sessions takes a message to the session it names, wherever that lives
 * @param slots takes a message to the slot it names, wherever that lives
 * @param backOff how long an entity waits after a failed write
 */
record Node(
    InstantSource calendar,
    Supplier<Uptime> uptime,
    AtomicReference<Hosts> hosts,
    ActorRef<DirectoryMessage> directory,
    ActorRef<WindowKeeper.Command> keeper,
    Windows windows,
    Consumer<SessionMessage.Addressed> sessions,
    Consumer<SlotMessage.Tell> slots,
    BackOff backOff) {
  // So that those who failed together do not come back together.
  private static final double SPREAD = 0.2;

  /** An actor whose write has failed reads its journal again, after a pause. */
  BackoffSupervisorStrategy afterFailedWrite() {
    return SupervisorStrategy.restartWithBackoff(backOff.min(), backOff.max(), SPREAD);
  }
}
