package io.lull.acceptance.cluster;

import static io.lull.acceptance.cluster.ProcessCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.acceptance.cluster.TestBackup.Outcome;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.writer.WriterStep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A host dies while a backup needs it; the other hosts run on, and the requester hears why. */
class HostLossTest {
  /** Where a host can be while the set is created, as the order that makes it wait there. */
  private static final List<String> CREATING =
      List.of(
          "writer %s/db PREPARE_FOR_SNAPSHOT HANG",
          "provider %s/main end-prepare hang",
          "writer %s/db FREEZE HANG",
          "provider %s/main pre-commit hang",
          "provider %s/main commit hang",
          "provider %s/main post-commit hang",
          "writer %s/db THAW HANG",
          "provider %s/main pre-final-commit hang",
          "provider %s/main post-final-commit hang");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Tag("full")
  @Test
  void aHostThatDiesInAnyPhaseOfACreationUndoesItOnAllOthers() {
    try (ProcessCluster cluster = cluster("h1", "h2", "h3")) {
      for (String order : CREATING) {
        diesAt(cluster, order);
      }
    }
  }

  @Test
  void aHostThatDiesWhileItCommitsUndoesTheSetOnAllOthers() {
    try (ProcessCluster cluster = cluster("h1", "h3")) {
      diesAt(cluster, "provider %s/main commit hang");
    }
  }

  /** Once the copies are there its writer's answers only say what they are worth. */
  @Tag("full")
  @Test
  void aHostThatDiesBeforeOrAfterTheCreationLeavesOneClearOutcome() {
    try (ProcessCluster cluster = cluster("h1", "h2", "h3")) {
      for (String step : List.of("PREPARE_FOR_BACKUP", "POST_SNAPSHOT", "BACKUP_COMPLETE")) {
        NodeProcess dying = cluster.processOf("h3");
        dying.order("writer h3/db " + step + " HANG");
        Trial trial = Trial.start("killed at " + step, cluster, backup(cluster));
        dying.await("hangs h3/db"::equals);

        dying.kill();

        cluster.forget(dying);
        trial.outcome();
        cluster.host("h3");
        trial.checkEnd();
        cluster.awaitComplete();
      }
      assertThat(Trial.start("after all", cluster, backup(cluster)).check().undone()).isFalse();
    }
  }

  /** A host that comes back at once is not unreachable for anybody, but it holds nothing either. */
  @Test
  void aHostThatRestartsBetweenFreezeAndThawFailsTheSet() {
    try (ProcessCluster cluster = cluster("h1", "h2")) {
      NodeProcess waiting = cluster.processOf("h1");
      waiting.order("provider h1/main commit hang");
      TestBackup backup = backup(cluster);
      CompletableFuture<Outcome> outcome = backup.start();
      waiting.await("hangs h1/main"::equals);
      assertThat(cluster.diary("h2").standsStill()).isTrue();

      NodeProcess restarting = cluster.processOf("h2");
      restarting.kill();
      cluster.forget(restarting);
      cluster.host("h2");

      assertThat(await(outcome).created()).isFalse();
      assertThat(cluster.diary("h1").standsStill()).isFalse();
      assertThat(cluster.diary("h2").calls(WriterStep.FREEZE)).isOne();
      assertThat(cluster.recordOf(backup.session()).last().phase())
          .isEqualTo(SessionPhase.RELEASED);
      cluster.awaitComplete();
      assertThat(Trial.start("after it", cluster, backup(cluster)).check().undone()).isFalse();
    }
  }

  private ProcessCluster cluster(String... hosts) {
    ProcessCluster cluster = new ProcessCluster(directory, Network.loopback(), ProcessCluster.FAST);
    cluster.coordinator("c1").awaitStarted();
    List.of(hosts).forEach(host -> cluster.host(host).awaitStarted());
    cluster.awaitComplete();
    return cluster;
  }

  /** Nobody waits for the longest limits; who is lost is found out sooner. */
  private static TestBackup backup(ProcessCluster cluster) {
    Set<String> hosts = new TreeSet<>(cluster.hosts());
    return TestBackup.of(cluster.client(), hosts, hosts)
        .with(
            Limits.defaults()
                .with(Setting.BACKUP_SHUTDOWN, Duration.ofSeconds(10))
                .with(Setting.PREPARE_FOR_BACKUP, Duration.ofSeconds(30))
                .with(Setting.PREPARE_FOR_SNAPSHOT, Duration.ofSeconds(30))
                .with(Setting.BACKUP_COMPLETE, Duration.ofSeconds(30)));
  }

  /** The last host waits there and is killed, and comes back when the requester has his answer. */
  private static void diesAt(ProcessCluster cluster, String order) {
    NodeProcess dying = cluster.processOf("h3");
    dying.order(order.formatted("h3"));
    Trial trial = Trial.start("killed at " + order, cluster, backup(cluster));
    dying.await(line -> line.startsWith("hangs h3/"));

    dying.kill();

    cluster.forget(dying);
    assertThat(trial.outcome().created()).as(order).isFalse();
    Set<String> others = new TreeSet<>(cluster.hosts());
    others.remove("h3");
    String set = trial.record().set().orElseThrow();
    for (String host : others) {
      WriterDiary diary = cluster.diary(host).ofSet(set);
      assertThat(diary.calls(WriterStep.ABORT)).as(order + " " + diary).isPositive();
      assertThat(diary.standsStill()).as(order + " " + diary).isFalse();
    }
    cluster.host("h3");
    trial.checkEnd();
    cluster.awaitComplete();
  }
}
