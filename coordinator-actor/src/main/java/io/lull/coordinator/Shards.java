package io.lull.coordinator;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand;

/** Where sessions, restores and slots live: the shards of a cluster, or what stands in for them. */
public interface Shards {
  /** How the actors are made that live in the shards, each given its own shard. */
  record Entities(
      BiFunction<SessionId, ActorRef<ShardCommand>, Behavior<SessionMessage>> session,
      BiFunction<SessionId, ActorRef<ShardCommand>, Behavior<RestoreMessage>> restore,
      BiFunction<SessionId, ActorRef<ShardCommand>, Behavior<StreamMessage>> stream,
      BiFunction<HostId, ActorRef<ShardCommand>, Behavior<SlotMessage>> slot) {}

  /** From now on sessions, restores and slots may live on this node too. */
  void share(Entities entities);

  void tell(SessionMessage.Addressed message);

  void tell(RestoreMessage.Addressed message);

  void tell(StreamMessage.Addressed message);

  void tell(SlotMessage.Tell message);
}
