package io.lull.acceptance.cluster;

import static io.lull.acceptance.cluster.ProcessCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.acceptance.cluster.TestBackup.Outcome;
import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.Opened;
import io.lull.node.LullNode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.writer.BackupType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Several requesters at once, and requesters that are not heard of any more. */
@Tag("full")
class RequestersTest {
  /**
   * How far a requester comes with one host, before he vanishes; hosts may have been told to wait.
   */
  private static final List<BiConsumer<TestBackup, Opened>> STEPS =
      List.of(
          (_, _) -> {},
          (_, session) -> await(session.describe(new BackupState(true, false, BackupType.FULL))),
          TestBackup::started,
          TestBackup::prepared,
          RequestersTest::isCreating,
          RequestersTest::isCreating,
          (backup, session) -> await(backup.prepared(session).create()),
          (backup, session) -> await(await(backup.prepared(session).create()).complete()));

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void requestersShareNoHostAtOnceAndDoNotWaitForWhomTheyDoNotMeet() {
    List<String> hosts = List.of("h1", "h2", "h3", "h4");
    try (ProcessCluster cluster = cluster(hosts)) {
      cluster.processOf("h1").order("writer h1/db PREPARE_FOR_SNAPSHOT HANG");
      TestBackup first = TestBackup.of(cluster.client(), Set.of("h1", "h2"), hosts);
      CompletableFuture<Outcome> outcome = first.start();
      cluster.processOf("h1").await("hangs h1/db"::equals);

      Outcome overlapping = TestBackup.of(cluster.client(), Set.of("h2", "h3"), hosts).run();
      Outcome disjoint = TestBackup.of(cluster.client(), Set.of("h3", "h4"), hosts).run();

      assertThat(overlapping.refused().orElseThrow().failure())
          .isEqualTo(Failure.SNAPSHOT_SET_IN_PROGRESS);
      assertThat(overlapping.refused().orElseThrow().toString()).contains(first.session().name());
      assertThat(disjoint.created()).isTrue();
      assertThat(outcome).isNotDone();
      cluster.processOf("h1").order("let-go h1/db");
      assertThat(await(outcome).created()).isTrue();
      assertThat(TestBackup.of(cluster.client(), Set.of("h2", "h3"), hosts).run().created())
          .isTrue();
    }
  }

  @Test
  void whatARequesterHadBegunEndsWithoutHimWhereverHeVanishes() {
    List<String> hosts = IntStream.range(0, STEPS.size()).mapToObj(number -> "h" + number).toList();
    try (ProcessCluster cluster = cluster(hosts)) {
      cluster.processOf("h4").order("writer h4/db PREPARE_FOR_SNAPSHOT HANG");
      cluster.processOf("h5").order("provider h5/main commit hang");
      List<Trial> trials = new ArrayList<>();
      try (LullNode vanishing = cluster.anotherRequester("vanishing", "")) {
        for (int i = 0; i < STEPS.size(); i++) {
          TestBackup backup =
              TestBackup.of(vanishing.client(), Set.of("h" + i), hosts).with(impatient());
          Opened session = await(backup.begin());
          STEPS.get(i).accept(backup, session);
          trials.add(Trial.of(cluster, backup));
        }
        cluster.processOf("h4").await("hangs h4/db"::equals);
        cluster.processOf("h5").await("hangs h5/main"::equals);
      }

      trials.forEach(Trial::checkEnd);
      for (String host : hosts) {
        assertThat(cluster.diary(host).standsStill()).isFalse();
        assertThat(TestBackup.of(cluster.client(), Set.of(host), hosts).run().created()).isTrue();
      }
    }
  }

  private static void isCreating(TestBackup backup, Opened session) {
    CompletionStage<Created> nobodyWaits = backup.prepared(session).create();
    assertThat(nobodyWaits).isNotNull();
  }

  private static Limits impatient() {
    return Limits.defaults().with(Setting.REQUESTER_LEASE, Duration.ofSeconds(15));
  }

  private ProcessCluster cluster(List<String> hosts) {
    ProcessCluster cluster = new ProcessCluster(directory, Network.loopback(), ProcessCluster.FAST);
    cluster.coordinator("c1").awaitStarted();
    cluster.hosts("hosts", hosts);
    cluster.awaitComplete();
    return cluster;
  }
}
