package io.lull.coordinator;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;

/** The shards of a cluster, of which every coordinator has its share. */
record ClusterShards(ActorSystem<?> system, Sessions sessions) implements Shards {
  @Override
  public void share(Entities entities) {
    ClusterSharding sharding = ClusterSharding.get(system);
    ClusterShardingSettings settings =
        ClusterShardingSettings.create(system).withRememberEntities(true);
    sharding.init(
        Entity.of(
                SessionActor.TYPE,
                entity ->
                    entities
                        .session()
                        .apply(new SessionId(entity.getEntityId()), entity.getShard()))
            .withSettings(settings)
            .withRole(Coordinator.ROLE)
            .withStopMessage(new SessionMessage.Stop()));
    sharding.init(
        Entity.of(
                RestoreActor.TYPE,
                entity ->
                    entities
                        .restore()
                        .apply(new SessionId(entity.getEntityId()), entity.getShard()))
            .withSettings(settings)
            .withRole(Coordinator.ROLE)
            .withStopMessage(new RestoreMessage.Stop()));
    sharding.init(
        Entity.of(
                StreamSessionActor.TYPE,
                entity ->
                    entities.stream().apply(new SessionId(entity.getEntityId()), entity.getShard()))
            .withSettings(settings)
            .withRole(Coordinator.ROLE)
            .withStopMessage(new StreamMessage.Stop()));
    sharding.init(
        Entity.of(
                CreationSlot.TYPE,
                entity ->
                    entities.slot().apply(new HostId(entity.getEntityId()), entity.getShard()))
            .withSettings(settings)
            .withRole(Coordinator.ROLE)
            .withStopMessage(new SlotMessage.Stop()));
  }

  @Override
  public void tell(SessionMessage.Addressed message) {
    sessions.tell(message);
  }

  @Override
  public void tell(RestoreMessage.Addressed message) {
    sessions.tell(message);
  }

  @Override
  public void tell(StreamMessage.Addressed message) {
    sessions.tell(message);
  }

  @Override
  public void tell(SlotMessage.Tell message) {
    sessions.tell(message);
  }
}
