package io.lull.acceptance.cluster;

import static io.lull.acceptance.cluster.ProcessCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.coordinator.client.Opened;
import io.lull.coordinator.client.Prepared;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.session.SessionReply.Aborted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A host is away when a session ends, and finds out what became of its copies when it is back. */
@Tag("full")
class AwayHostTest {
  private static final Set<String> HOSTS = Set.of("h1", "h2");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private ProcessCluster cluster;
  private NodeProcess away;

  @BeforeEach
  void start() {
    cluster = new ProcessCluster(directory, Network.loopback(), ProcessCluster.FAST);
    cluster.coordinator("c1").awaitStarted();
    cluster.host("h1").awaitStarted();
    away = cluster.host("h2");
    cluster.awaitComplete();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void AbortBackup_is_answered_while_a_host_is_away_and_names_its_writers() {
    TestBackup backup = backup();
    Opened session = await(backup.begin());
    Prepared prepared = backup.prepared(session);
    away.stop();

    Aborted aborted = await(prepared.abort());

    assertThat(aborted.handled()).containsExactly(writer("h1"));
    assertThat(aborted.unreached()).containsExactly(writer("h2"));
    await(session.release());
    comesBack();
    Trial.of(cluster, backup).checkEnd();
  }

  @Test
  void copies_that_a_session_should_have_released_go_when_their_host_is_back() {
    TestBackup backup = backup();
    Opened session = await(backup.begin());
    await(backup.prepared(session).create());
    Trial trial = Trial.of(cluster, backup);
    assertThat(trial.copies("h2")).isNotEmpty();
    away.stop();

    await(session.release());

    assertThat(trial.copies("h2")).isNotEmpty();
    comesBack();
    trial.checkEnd();
  }

  @Test
  void copies_of_a_set_that_was_never_finished_go_when_their_host_has_restarted() {
    TestBackup backup = backup();
    away.order("provider h2/main post-commit hang");
    Trial trial = Trial.start("half", cluster, backup);
    away.await("hangs h2/main"::equals);

    away.kill();

    assertThat(trial.outcome().created()).isFalse();
    assertThat(trial.copies("h2")).isNotEmpty();
    assertThat(trial.copies("h1")).isEmpty();
    cluster.forget(away);
    cluster.host("h2");
    trial.checkEnd();
  }

  /**
   * What was away is no member any more; its process ends, and whoever watches it starts another.
   */
  private void comesBack() {
    away.continueRunning();
    away.awaitExit();
    cluster.forget(away);
    cluster.host("h2");
    cluster.awaitComplete();
  }

  private TestBackup backup() {
    return TestBackup.of(cluster.client(), HOSTS, HOSTS)
        .with(Limits.defaults().with(Setting.BACKUP_SHUTDOWN, Duration.ofSeconds(10)));
  }

  private static WriterId writer(String host) {
    return new WriterId(new HostId(host), "db");
  }
}
