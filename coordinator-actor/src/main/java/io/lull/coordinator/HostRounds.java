package io.lull.coordinator;

import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.wire.api.Copies;
import io.lull.wire.api.HostViews;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;

/** Asks the hosts what they alone know; for people who look, nothing is decided by it. */
public final class HostRounds {
  private final ActorSystem<?> system;
  private final Supplier<Hosts> hosts;

  HostRounds(ActorSystem<?> system, Supplier<Hosts> hosts) {
    this.system = system;
    this.hosts = hosts;
  }

  /** How all hosts that this node knows are; those that do not answer in time are named. */
  public CompletionStage<HostViews> look(Duration limit) {
    throw new UnsupportedOperationException(system.toString() + hosts);
  }

  /** The copies of a set, with the places of those whose host answers in time. */
  public CompletionStage<Copies> copies(CatalogueEntry set, Duration limit) {
    throw new UnsupportedOperationException();
  }
}
