package io.lull.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.acceptance.cluster.TestBackup.Outcome;
import io.lull.cluster.config.message.HostMessage;
import io.lull.node.LullNode;
import io.lull.protocol.id.HostId;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A node that has got into the cluster sends rubbish to a host that is at work. */
class HostileMessagesTest {
  private static final int EACH = 20;
  private static final int OVER_THE_LIMIT = (1 << 20) + 1;
  private static final String HOSTILE =
      """
      pekko.actor {
        serializers.lull-message = "%1$s$Serializer"
        serialization-bindings { "%1$s" = lull-message }
      }
      """
          .formatted(Rubbish.class.getName());

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void rubbishIsRefusedAndCountedAndDisturbsNobody() {
    Set<String> hosts = Set.of("h1", "h2");
    try (ProcessCluster cluster =
        new ProcessCluster(directory, Network.loopback(), ProcessCluster.FAST)) {
      cluster.coordinator("c1");
      NodeProcess host = cluster.hosts("hosts", List.of("h1", "h2"));
      cluster.awaitComplete();
      String agent =
          ActorRefResolver.get(cluster.requester().system())
              .toSerializationFormat(cluster.agents().get(new HostId("h1")));
      host.order("writer h1/db FREEZE HANG");
      CompletableFuture<Outcome> outcome = TestBackup.of(cluster.client(), hosts, hosts).start();
      host.await("hangs h1/db"::equals);

      try (LullNode hostile = cluster.anotherRequester("hostile", HOSTILE)) {
        ActorRef<HostMessage> target =
            ActorRefResolver.get(hostile.system()).resolveActorRef(agent);
        for (int i = 0; i < EACH; i++) {
          target.tell(new Rubbish("ask-writer", new byte[] {0, 0, 0, 0, 127}));
          target.tell(new Rubbish("ask-writer", new byte[OVER_THE_LIMIT]));
          target.tell(new Rubbish("java.lang.Runtime", new byte[0]));
        }
        cluster.eventually(
            () -> {
              host.order("refusals of-all");
              assertThat(host.heard())
                  .contains(
                      "refused {UNKNOWN_TYPE=%1$d, MALFORMED=%1$d, TOO_LARGE=%1$d}"
                          .formatted(EACH));
            });
      }

      host.order("let-go h1/db");
      assertThat(outcome.join().created()).isTrue();
    }
  }
}
