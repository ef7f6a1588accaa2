package io.lull.cluster.config.membership;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.settings.NodeConfig;
import io.lull.cluster.config.settings.NodeSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.MemberUp;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;

/** Nodes of one process on addresses of their own, which are stopped in the end. */
public final class TestNodes implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration ENCRYPTED = Duration.ofSeconds(15);
  // So that a first node does not wait long for others that are not there.
  private static final String HASTE =
      """
      pekko.cluster { seed-node-timeout = 500 ms, retry-unsuccessful-join-after = 500 ms }
      pekko.cluster.jmx.enabled = off
      """;

  private final List<ActorSystem<Void>> running = new ArrayList<>();

  /** Starts a node that other addresses are told to by this resolver. */
  public ActorSystem<Void> start(String own, Resolver resolver) {
    Config config = ConfigFactory.parseString(own + "\n" + HASTE);
    NodeSettings settings = NodeSettings.of(config);
    ActorSystem<Void> system =
        ActorSystem.create(Behaviors.empty(), settings.cluster().name(), NodeConfig.of(config));
    running.add(system);
    Membership.start(system, settings, resolver);
    return system;
  }

  /** Starts a node that knows whom to join, or is alone. */
  public ActorSystem<Void> start(String own) {
    return start(
        own,
        name -> {
          throw new AssertionError("expected nobody to ask for a name, but got " + name);
        });
  }

  /** Returns when the node is a member. */
  public static void awaitUp(ActorSystem<Void> node) {
    TestProbe<SelfUp> probe = TestProbe.create(node);
    Cluster.get(node).subscriptions().tell(Subscribe.create(probe.getRef(), SelfUp.class));
    probe.receiveMessage(SOON);
  }

  /** Returns when the node sees another one as a member. */
  public static void awaitUp(ActorSystem<Void> node, ActorSystem<Void> other) {
    TestProbe<MemberUp> probe = TestProbe.create(node);
    Cluster.get(node).subscriptions().tell(Subscribe.create(probe.getRef(), MemberUp.class));
    probe.fishForMessage(
        SOON,
        up ->
            up.member().address().equals(Cluster.get(other).selfMember().address())
                ? org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes.complete()
                : org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes.continueAndIgnore());
  }

  /**
   * Stops all nodes whose connections are encrypted, and leaves one that does not end.
   *
   * <p>Pekko 1.7 waits for the streams of its connections without a limit (apache/pekko#3247), and
   * one of TLS is now and then never over. A process ends by the limits of its shutdown all the
   * same.
   */
  public void closeEncrypted() {
    running.reversed().forEach(node -> ActorTestKit.shutdown(node, ENCRYPTED, false));
  }

  @Override
  public void close() {
    running.reversed().forEach(node -> ActorTestKit.shutdown(node, SOON));
  }
}
