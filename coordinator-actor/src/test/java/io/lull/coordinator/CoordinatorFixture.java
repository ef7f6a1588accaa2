package io.lull.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.settings.JournalSettings.BackOff;
import io.lull.coordinator.client.Lull;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.HostId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.Policy;
import io.lull.protocol.time.Uptime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.jspecify.annotations.Nullable;

/** A cluster of one node, whose hosts are doubles. */
final class CoordinatorFixture implements AutoCloseable {
  static final Policy POLICY = new Policy(Limits.defaults(), Grade.APPLICATION, true);

  private static final String NODE =
      """
      pekko {
        actor.provider = cluster
        remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
        cluster.roles = [coordinator]
        cluster.jmx.multi-mbeans-in-same-jvm = on
        coordinated-shutdown.exit-jvm = off
      }
      """;

  final ActorTestKit kit;
  final Lull lull;
  final PersistenceTestKit journal;

  /** Why the journal cannot be used now, if a test says so. */
  volatile @Nullable String journalTrouble;

  private final AtomicReference<Coordinator> coordinator = new AtomicReference<>();

  CoordinatorFixture() {
    this(ConfigFactory.empty());
  }

  CoordinatorFixture(Config more) {
    Config config =
        more.withFallback(ConfigFactory.parseString(NODE))
            .withFallback(PersistenceTestKitPlugin.config())
            .withFallback(ConfigFactory.parseResources("node.conf"))
            .withFallback(ConfigFactory.load())
            .resolve();
    kit = ActorTestKit.create("lull", config);
    journal = PersistenceTestKit.create(kit.system());
    Cluster cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    long start = System.nanoTime();
    kit.spawn(
        Behaviors.<Void>setup(
            context -> {
              coordinator.set(
                  Coordinator.start(
                      context,
                      InstantSource.system(),
                      () -> new Uptime(System.nanoTime() - start),
                      Limits.defaults(),
                      new BackOff(Duration.ofMillis(50), Duration.ofSeconds(1)),
                      () -> Optional.ofNullable(journalTrouble),
                      Onlooker.NOBODY));
              return Behaviors.empty();
            }),
        "coordinator");
    eventually(() -> assertThat(coordinator.get()).isNotNull());
    lull = Lull.create(kit.system(), coordinator.get().sessions());
  }

  /** The way to sessions without a client. */
  Sessions way() {
    return coordinator.get().sessions();
  }

  HostRounds rounds() {
    return coordinator.get().rounds();
  }

  HostDouble.Script host(HostId id) {
    HostDouble.Script script = new HostDouble.Script(id);
    kit.spawn(HostDouble.create(id, script), "host-" + id.name());
    eventually(() -> assertThat(coordinator.get().hosts()).contains(id));
    return script;
  }

  /** Waits until a promise about the world holds. */
  void eventually(Runnable promise) {
    kit.createTestProbe()
        .awaitAssert(
            Duration.ofSeconds(30),
            () -> {
              promise.run();
              return promise;
            });
  }

  /** The sessions that have an actor now. */
  Set<String> sessions() {
    return entities(SessionActor.TYPE);
  }

  /** The restores that have an actor now. */
  Set<String> restores() {
    return entities(RestoreActor.TYPE);
  }

  /** The sessions of streams that have an actor now. */
  Set<String> streams() {
    return entities(StreamSessionActor.TYPE);
  }

  private Set<String> entities(EntityTypeKey<?> type) {
    TestProbe<ShardRegion.CurrentShardRegionState> probe =
        kit.createTestProbe(ShardRegion.CurrentShardRegionState.class);
    ClusterSharding.get(kit.system())
        .shardState()
        .tell(new GetShardRegionState(type, probe.getRef()));
    return probe.receiveMessage().getShards().stream()
        .flatMap(shard -> shard.getEntityIds().stream())
        .collect(Collectors.toSet());
  }

  /** What a stage gives; a test that waits longer than this has failed. */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed);
    } catch (InterruptedException | java.util.concurrent.TimeoutException late) {
      throw new IllegalStateException(late);
    }
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
