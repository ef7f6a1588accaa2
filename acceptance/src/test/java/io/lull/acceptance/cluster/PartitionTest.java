package io.lull.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.writer.WriterStep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Clusters that split, and clusters whose nodes are replaced one after the other. */
@Tag("full")
class PartitionTest {
  private static final Set<String> HOSTS = Set.of("h1", "h2");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void aMinorityCreatesNothingAndThawsEverything() {
    try (Namespaces network = Namespaces.create();
        ProcessCluster cluster = new ProcessCluster(directory, network, ProcessCluster.FAST)) {
      List<NodeProcess> coordinators =
          Stream.of("c1", "c2", "c3")
              .map(name -> cluster.coordinator(name).awaitStarted())
              .toList();
      NodeProcess host = cluster.host("h1").awaitStarted();
      cluster.host("h2").awaitStarted();
      cluster.awaitComplete();
      cluster.processOf("h2").order("provider h2/main commit hang");
      // The release of a session waits for hosts that are lost as long as this.
      TestBackup backup =
          TestBackup.of(cluster.client(), HOSTS, HOSTS)
              .with(Limits.defaults().with(Setting.BACKUP_SHUTDOWN, Duration.ofSeconds(10)));
      Trial trial = Trial.start("in a minority", cluster, backup);
      cluster.processOf("h2").await("hangs h2/main"::equals);
      NodeProcess coordinator = cluster.nodeOf(trial.session(), coordinators);
      assertThat(cluster.diary("h1").standsStill()).isTrue();

      // The journal is reached from both sides, which is the harder case.
      List<String> minority = List.of(coordinator.name(), "h1");
      for (String lost : minority) {
        for (String other : cluster.placesOfNodes()) {
          if (!minority.contains(other)) {
            network.drop(lost, other);
            network.drop(other, lost);
          }
        }
      }

      cluster.eventually(() -> assertThat(cluster.diary("h1").standsStill()).isFalse());
      assertThat(trial.outcome().created()).isFalse();
      assertThat(cluster.diary("h2").standsStill()).isFalse();
      for (NodeProcess lost : List.of(coordinator, host)) {
        lost.awaitExit();
        cluster.forget(lost);
      }
      network.heal();
      cluster.host("h1");
      trial.checkEnd();
      assertThat(cluster.diary("h1").calls(WriterStep.FREEZE)).isOne();
      cluster.awaitComplete();
      assertThat(TestBackup.of(cluster.client(), HOSTS, HOSTS).run().created()).isTrue();
    }
  }

  @Test
  void aRollingRestartLosesNoSession() {
    try (ProcessCluster cluster =
        new ProcessCluster(directory, Network.loopback(), ProcessCluster.FAST)) {
      List<String> coordinators = List.of("c1", "c2", "c3");
      coordinators.forEach(name -> cluster.coordinator(name).awaitStarted());
      cluster.hosts("hosts", List.of("h1", "h2"));
      cluster.awaitComplete();
      List<Trial> trials = new ArrayList<>();

      for (String name : coordinators) {
        trials.add(Trial.start("while " + name + " leaves", cluster, only("h1", cluster)));
        trials.add(Trial.start("while " + name + " leaves", cluster, only("h2", cluster)));
        NodeProcess leaving = cluster.node(name);
        leaving.terminate();
        leaving.awaitExit();
        cluster.forget(leaving);
        trials.forEach(Trial::check);
        cluster.coordinator(name + "-new");
        cluster.awaitComplete();
      }

      trials.forEach(Trial::check);
    }
  }

  private static TestBackup only(String host, ProcessCluster cluster) {
    return TestBackup.of(cluster.client(), Set.of(host), HOSTS);
  }
}
