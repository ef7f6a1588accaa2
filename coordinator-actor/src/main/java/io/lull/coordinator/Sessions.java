package io.lull.coordinator;

import io.lull.protocol.id.SessionId;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** The way to sessions and slots, wherever in the cluster they live. */
public final class Sessions {
  private final ClusterSharding sharding;

  private Sessions(ActorSystem<?> system) {
    this.sharding = ClusterSharding.get(system);
  }

  /** The way from a node that is a coordinator itself. */
  static Sessions fromCoordinator(ActorSystem<?> system) {
    return new Sessions(system);
  }

  /** The way from any other node. */
  public static Sessions from(ActorSystem<?> system) {
    Sessions sessions = new Sessions(system);
    sessions.sharding.init(
        Entity.of(SessionActor.TYPE, _ -> Sessions.<SessionMessage>elsewhere())
            .withRole(Coordinator.ROLE));
    sessions.sharding.init(
        Entity.of(CreationSlot.TYPE, _ -> Sessions.<SlotMessage>elsewhere())
            .withRole(Coordinator.ROLE));
    return sessions;
  }

  /** One session, whether or not anybody has used it yet. */
  public EntityRef<SessionMessage> session(SessionId id) {
    return sharding.entityRefFor(SessionActor.TYPE, id.name());
  }

  public void tell(SessionMessage.Addressed message) {
    session(message.session()).tell(message);
  }

  void tell(SlotMessage.Tell message) {
    sharding.entityRefFor(CreationSlot.TYPE, message.told().host().name()).tell(message);
  }

  private static <M> Behavior<M> elsewhere() {
    return Behaviors.stopped();
  }
}
