package io.lull.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cluster.config.tls.Authority;
import io.lull.protocol.certificate.Grade;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that find each other by one name and talk by TLS only, as several machines would. */
class SecuredClusterTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void nodesFindEachOtherByNameAndBackUpOverTls() throws Exception {
    List<String> nodes = List.of("c1", "h1", "h2");
    Namespaces network = Namespaces.create();
    List<String> addresses = nodes.stream().map(node -> network.place(node).address()).toList();
    nodes.forEach(node -> network.name(network.place(node), "nodes.lull.test", addresses));
    String settings =
        """
        cluster { plain-text = off, dns { name = nodes.lull.test, nodes = %d } }
        %s
        """
            .formatted(
                nodes.size(),
                new Authority(directory.resolve("ca"))
                    .sign("node")
                    .settings()
                    .replace("lull.tls", "tls"));
    String first = addresses.getFirst() + ":" + network.freePort(network.place("c1"));
    try (ProcessCluster cluster =
        new ProcessCluster(directory, network, settings, Optional.of(first))) {
      cluster.coordinator("c1");
      cluster.host("h1");
      cluster.host("h2");
      cluster.awaitComplete();

      assertThat(
              TestBackup.of(cluster.client(), Set.of("h1", "h2"), Set.of("h1", "h2")).run().grade())
          .contains(Grade.APPLICATION);
      assertThat(
              cluster
                  .requester()
                  .system()
                  .settings()
                  .config()
                  .getString("pekko.remote.artery.transport"))
          .isEqualTo("tls-tcp");
    }
  }
}
