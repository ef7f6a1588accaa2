package io.lull.cluster.config.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.membership.TestNodes;
import io.lull.cluster.config.settings.NodeAddress;
import io.lull.cluster.config.settings.NodeSettings;
import io.lull.kernel.test.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.MemberStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {
  private static final NodeSettings COORDINATOR = settings("");
  private static final NodeSettings HOST = settings("lull.node.roles = [host]");
  private static final Optional<Duration> NEVER = Optional.empty();

  private static NodeSettings settings(String own) {
    return NodeSettings.of(ConfigFactory.parseString(own));
  }

  private static Optional<Duration> seconds(long age) {
    return Optional.of(Duration.ofSeconds(age));
  }

  private static String get(int port, String path) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void a_coordinator_is_ready_when_it_is_up_and_its_journal_has_answered() {
    assertThat(Readiness.of(COORDINATOR, MemberStatus.up(), seconds(15)).ready()).isTrue();
    assertThat(Readiness.of(COORDINATOR, MemberStatus.up(), seconds(16)).reasons())
        .singleElement()
        .asString()
        .contains("within the last 15 s", "16 s ago");
    assertThat(Readiness.of(COORDINATOR, MemberStatus.up(), NEVER).reasons())
        .singleElement()
        .asString()
        .contains("none yet");
    assertThat(Readiness.of(COORDINATOR, MemberStatus.joining(), NEVER).reasons()).hasSize(2);
  }

  @Test
  void a_host_needs_no_journal() {
    assertThat(Readiness.of(HOST, MemberStatus.up(), NEVER).ready()).isTrue();
    assertThat(Readiness.of(HOST, MemberStatus.leaving(), NEVER).reasons())
        .singleElement()
        .asString()
        .contains("Leaving");
  }

  @Test
  void a_node_knows_its_state_without_waiting(@TempDir Path directory) {
    try (TestNodes nodes = new TestNodes()) {
      String own =
          "lull { cluster.port = %d, journal.embedded.file = \"%s\", health { every = 10 m, journal-age = 20 m } }"
              .formatted(Ports.free(), directory.resolve("journal.db"));
      ActorSystem<Void> node = nodes.start(own);
      int port = Ports.free();
      AtomicLong clock = new AtomicLong();
      Health health = Health.start(node, settings(own), clock::get);
      TestNodes.awaitUp(node);
      // By the node's own question; the next one comes in ten minutes, so that none is open below.
      while (!health.readiness().ready()) {
        Thread.onSpinWait();
      }
      assertThat(health.alive()).isTrue();
      assertThat(health.journalTrouble()).isEmpty();
      clock.addAndGet(Duration.ofMinutes(30).toNanos());
      assertThat(health.journalTrouble()).get().asString().contains("1800 s ago");
      try (HealthEndpoint endpoint =
          HealthEndpoint.start(health, new NodeAddress("127.0.0.1", port))) {
        assertThat(endpoint).isNotNull();
        assertThat(get(port, "/alive")).isEqualTo("200 alive\n");
        assertThat(get(port, "/ready")).startsWith("503 ").contains("1800 s ago");
        clock.addAndGet(-Duration.ofMinutes(30).toNanos());
        assertThat(get(port, "/ready")).isEqualTo("200 ready\n");
        assertThat(get(port, "/ready/../../etc/passwd")).startsWith("404 ");
        assertThatThrownBy(() -> HealthEndpoint.start(health, new NodeAddress("127.0.0.1", port)))
            .hasMessageContaining("lull.health.listen");
      }
      ActorTestKit.shutdown(node);

      assertThat(health.alive()).isFalse();
      assertThat(health.readiness().ready()).isFalse();
    }
  }
}
