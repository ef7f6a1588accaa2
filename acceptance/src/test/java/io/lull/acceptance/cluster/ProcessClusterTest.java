package io.lull.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of a test stands in for machines on which somebody looks after the nodes. */
class ProcessClusterTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void nodesThatTheirClusterGoesOnWithoutAreStartedAnew() {
    try (ProcessCluster cluster =
        new ProcessCluster(directory, Network.loopback(), ProcessCluster.FAST)) {
      cluster.coordinator("c1").awaitStarted();
      NodeProcess silent = cluster.hosts("both", List.of("h1", "h2")).awaitStarted();
      cluster.awaitComplete();

      silent.stop();
      cluster.eventually(() -> assertThat(cluster.statuses()).hasSize(2));
      silent.continueRunning();
      silent.awaitExit();

      cluster.awaitComplete();
    }
  }
}
