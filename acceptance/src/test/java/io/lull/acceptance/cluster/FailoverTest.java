package io.lull.acceptance.cluster;

import static io.lull.acceptance.cluster.ProcessCluster.POLICY;
import static io.lull.acceptance.cluster.ProcessCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.coordinator.client.Backup;
import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.Described;
import io.lull.coordinator.client.Opened;
import io.lull.coordinator.client.Prepared;
import io.lull.coordinator.client.RefusedException;
import io.lull.coordinator.client.Started;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterMetadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator dies and another one takes over what it was doing. */
class FailoverTest {
  private static final Set<String> HOSTS = Set.of("h1", "h2");

  @TempDir Path directory;

  @Test
  void whoTakesOverInsideAWindowAbortsItAndFreezesNobodyAgain() throws Exception {
    // The window stays open until the second host stands still, which takes longer than the kill.
    try (ProcessCluster cluster =
        new ProcessCluster(directory, Map.of("h1", "", "h2", ", freeze = \"delay 20s\""))) {
      Opened session = await(cluster.requester().client().begin(POLICY));
      cluster.startSecondCoordinator();
      CompletionStage<Created> created = prepared(session).create();
      cluster.eventually(() -> assertThat(cluster.count("h1", "STANDS_STILL FREEZE")).isOne());

      cluster.killFirstCoordinator();

      assertThatThrownBy(() -> await(created)).isInstanceOf(RefusedException.class);
      for (String host : HOSTS) {
        cluster.eventually(() -> assertThat(cluster.count(host, "CALLED ABORT")).isPositive());
        assertThat(cluster.count(host, "CALLED FREEZE")).isOne();
        assertThat(cluster.count(host, "RUNS_AGAIN THAW"))
            .isEqualTo(cluster.count(host, "STANDS_STILL FREEZE"));
      }
      await(session.release());
      assertThat(backup(cluster).grade()).isEqualTo(Grade.APPLICATION);
    }
  }

  /** A set of everything that all writers have. */
  private static Prepared prepared(Opened session) {
    Described described = await(session.describe(new BackupState(true, false, BackupType.FULL)));
    List<Component> components =
        described.writers().stream().map(WriterMetadata::components).flatMap(List::stream).toList();
    components.forEach(component -> await(described.add(component.id())));
    Started started = await(described.startSet(Set.of()));
    components.forEach(component -> component.volumes().forEach(v -> await(started.add(v))));
    return await(started.prepare());
  }

  private static Created backup(ProcessCluster cluster) {
    return await(
        Backup.ofEverything(POLICY, _ -> CompletableFuture.completedStage(Set.of()))
            .run(cluster.requester().client()));
  }
}
