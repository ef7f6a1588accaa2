package io.lull.cluster.config.membership;

import io.lull.cluster.config.settings.NodeSettings;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;

/** Makes a started actor system a member of the cluster. */
public final class Membership {
  private Membership() {}

  /** Joins as the settings say; returns at once, and the node is a member some time later. */
  public static void start(ActorSystem<?> system, NodeSettings settings) {
    start(system, settings, Resolver.ofTheMachine());
  }

  static void start(ActorSystem<?> system, NodeSettings settings, Resolver resolver) {
    system.systemActorOf(SoleCoordinator.of(settings), "sole-coordinator", Props.empty());
    system.systemActorOf(Joining.of(settings.cluster(), resolver), "joining", Props.empty());
  }
}
