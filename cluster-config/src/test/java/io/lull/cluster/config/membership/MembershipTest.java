package io.lull.cluster.config.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.Ports;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.sbr.SplitBrainResolverProvider;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.FutureConverters;

class MembershipTest {
  private static final String HOST = "lull.node.roles = [host]\n";

  private final TestNodes nodes = new TestNodes();
  private final int port = Ports.free();

  @AfterEach
  void stop() {
    nodes.close();
  }

  private String at(int number) {
    return "lull.cluster { address = 127.0.0.%d, port = %d }%n".formatted(number, port);
  }

  private String seeds(int... numbers) {
    List<String> seeds =
        java.util.Arrays.stream(numbers)
            .mapToObj(n -> "\"127.0.0." + n + ":" + port + "\"")
            .toList();
    return "lull.cluster.seed-nodes = " + seeds + "\n";
  }

  @Test
  void a_node_alone_is_a_cluster() {
    ActorSystem<Void> node = nodes.start(HOST + at(1));
    TestNodes.awaitUp(node);

    assertThat(Cluster.get(node).selfMember().getRoles()).contains("host");
    assertThat(org.apache.pekko.cluster.Cluster.get(Adapter.toClassic(node)).downingProvider())
        .isInstanceOf(SplitBrainResolverProvider.class);
  }

  @Test
  void nodes_join_their_seeds() {
    ActorSystem<Void> first = nodes.start(HOST + at(1) + seeds(1, 2));
    ActorSystem<Void> second = nodes.start(HOST + at(2) + seeds(1, 2));

    TestNodes.awaitUp(first, second);
    TestNodes.awaitUp(second, first);
  }

  @Test
  void nodes_find_each_other_by_a_name_that_is_not_complete_at_first() {
    AtomicInteger asked = new AtomicInteger();
    Resolver resolver =
        name -> {
          assertThat(name).isEqualTo("lull.local");
          return switch (asked.getAndIncrement()) {
            case 0, 1 -> throw new UnknownHostException(name);
            case 2, 3 -> List.of("127.0.0.2");
            default -> List.of("127.0.0.2", "127.0.0.1");
          };
        };
    String dns = "lull.cluster.dns { name = lull.local, nodes = 2, every = 50 ms }\n";
    ActorSystem<Void> first = nodes.start(HOST + at(1) + dns, resolver);
    ActorSystem<Void> second = nodes.start(HOST + at(2) + dns, resolver);

    TestNodes.awaitUp(first, second);
    TestNodes.awaitUp(second, first);
    assertThat(asked).hasValueGreaterThan(4);
  }

  @Test
  void a_second_coordinator_without_a_common_journal_leaves() throws Exception {
    ActorSystem<Void> first = nodes.start(at(1) + seeds(1));
    TestNodes.awaitUp(first);
    ActorSystem<Void> host = nodes.start(HOST + at(2) + seeds(1));
    TestNodes.awaitUp(first, host);
    ActorSystem<Void> second = nodes.start(at(3) + seeds(1));

    FutureConverters.asJava(second.whenTerminated()).toCompletableFuture().get();
    assertThat(CoordinatedShutdown.get(second).getShutdownReason())
        .contains(SoleCoordinator.REASON);
    assertThat(first.whenTerminated().isCompleted()).isFalse();
    assertThat(Cluster.get(first).selfMember().status())
        .isEqualTo(org.apache.pekko.cluster.MemberStatus.up());
  }

  @Test
  void coordinators_with_a_common_journal_stay() {
    String postgres = "lull.journal.profile = postgres\n";
    ActorSystem<Void> first = nodes.start(postgres + at(1) + seeds(1));
    ActorSystem<Void> second = nodes.start(postgres + at(2) + seeds(1));
    TestNodes.awaitUp(first, second);
    TestNodes.awaitUp(second, first);
    Iterable<Member> members = Cluster.get(second).state().getMembers();

    assertThat(members).hasSize(2).allMatch(one -> one.hasRole("journal-postgres"));
    members.forEach(
        one -> members.forEach(other -> assertThat(SoleCoordinator.apart(one, other)).isFalse()));
  }
}
