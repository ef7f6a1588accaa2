package io.lull.coordinator;

import io.lull.coordinator.RestoreMessage.CallRestore;
import io.lull.coordinator.SessionMessage.Call;
import io.lull.coordinator.StreamMessage.CallStream;
import io.lull.protocol.id.SessionId;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** The way to sessions, restores and slots, wherever in the cluster they live. */
public final class Sessions {
  private final ClusterSharding sharding;
  private final ActorRef<Call> receptions;
  private final ActorRef<CallRestore> restoreReceptions;
  private final ActorRef<CallStream> streamReceptions;

  private Sessions(ActorContext<?> context) {
    this.sharding = ClusterSharding.get(context.getSystem());
    this.receptions = context.spawn(Reception.anyOfSessions(), "receptions");
    this.restoreReceptions = context.spawn(Reception.anyOfRestores(), "restore-receptions");
    this.streamReceptions = context.spawn(Reception.anyOfStreams(), "stream-receptions");
  }

  /** The way from a node that is a coordinator itself. */
  static Sessions fromCoordinator(ActorContext<?> context) {
    return new Sessions(context);
  }

  /** The way from any other node, for which this context starts what it takes. */
  public static Sessions from(ActorContext<?> context) {
    Sessions sessions = new Sessions(context);
    sessions.sharding.init(
        Entity.of(SessionActor.TYPE, _ -> Sessions.<SessionMessage>elsewhere())
            .withRole(Coordinator.ROLE));
    sessions.sharding.init(
        Entity.of(RestoreActor.TYPE, _ -> Sessions.<RestoreMessage>elsewhere())
            .withRole(Coordinator.ROLE));
    sessions.sharding.init(
        Entity.of(StreamSessionActor.TYPE, _ -> Sessions.<StreamMessage>elsewhere())
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

  /** Where a session begins: it is told whether it can, and only then there is one. */
  public ActorRef<Call> receptions() {
    return receptions;
  }

  /** One restore, whether or not anybody has used it yet. */
  public EntityRef<RestoreMessage> restore(SessionId id) {
    return sharding.entityRefFor(RestoreActor.TYPE, id.name());
  }

  /** Where a restore begins, as {@link #receptions} for a session of a backup. */
  public ActorRef<CallRestore> restoreReceptions() {
    return restoreReceptions;
  }

  /** The session of one stream, whether or not anybody has used it yet. */
  public EntityRef<StreamMessage> stream(SessionId id) {
    return sharding.entityRefFor(StreamSessionActor.TYPE, id.name());
  }

  /** Where a stream begins, as {@link #receptions} for a session of a backup. */
  public ActorRef<CallStream> streamReceptions() {
    return streamReceptions;
  }

  public void tell(StreamMessage.Addressed message) {
    stream(message.session()).tell(message);
  }

  public void tell(SessionMessage.Addressed message) {
    session(message.session()).tell(message);
  }

  void tell(RestoreMessage.Addressed message) {
    restore(message.session()).tell(message);
  }

  void tell(SlotMessage.Tell message) {
    sharding.entityRefFor(CreationSlot.TYPE, message.told().host().name()).tell(message);
  }

  private static <M> Behavior<M> elsewhere() {
    return Behaviors.stopped();
  }
}
