package io.lull.cluster.config;

import com.typesafe.config.Config;
import io.lull.cluster.config.journal.Journal;
import io.lull.cluster.config.membership.Membership;
import io.lull.cluster.config.settings.NodeConfig;
import io.lull.cluster.config.settings.NodeSettings;
import io.lull.cluster.config.settings.Role;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;

/** Starts the actor system of a node, in the order in which things can be refused. */
public final class ClusterNode {
  private ClusterNode() {}

  /**
   * Checks the settings, opens the journal if the node needs it, and joins the cluster.
   *
   * @param own what the user says, as in {@link NodeSettings#of}
   * @throws RuntimeException if the settings or the journal are refused; nothing is left running
   */
  public static <T> ActorSystem<T> start(Behavior<T> guardian, Config own) {
    NodeSettings settings = NodeSettings.of(own);
    return start(guardian, settings, NodeConfig.of(own, settings));
  }

  /**
   * The same, when the settings have been read already.
   *
   * @param config what {@link NodeConfig#of} made of them
   * @throws RuntimeException if the journal is refused; nothing is left running
   */
  public static <T> ActorSystem<T> start(
      Behavior<T> guardian, NodeSettings settings, Config config) {
    ActorSystem<T> system = ActorSystem.create(guardian, settings.cluster().name(), config);
    try {
      if (settings.roles().contains(Role.COORDINATOR)) {
        Journal.get(system);
      }
      Membership.start(system, settings);
      return system;
    } catch (RuntimeException refused) {
      system.terminate();
      throw refused;
    }
  }
}
