package io.lull.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.acceptance.cluster.TestBackup.Outcome;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.writer.WriterStep;
import io.lull.writer.test.Diary.What;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator dies and another one takes over what it was doing. */
class FailoverTest {
  private static final Set<String> HOSTS = Set.of("h1", "h2");

  @TempDir Path directory;

  @Test
  void whoTakesOverInsideAWindowAbortsItAndFreezesNobodyAgain() {
    try (ProcessCluster cluster = new ProcessCluster(directory, Network.loopback(), "")) {
      NodeProcess first = cluster.coordinator("c1");
      cluster.hosts("hosts", List.of("h1", "h2"));
      cluster.awaitComplete();
      // The window stays open until the second host stands still, which takes longer than the kill.
      cluster.processOf("h2").order("writer h2/db FREEZE HANG");
      TestBackup backup = TestBackup.of(cluster.client(), HOSTS, HOSTS);
      CompletableFuture<Outcome> outcome = backup.start();
      cluster.eventually(
          () ->
              assertThat(cluster.diary("h1").count(What.STANDS_STILL, WriterStep.FREEZE)).isOne());
      cluster.coordinator("c2").awaitStarted();

      first.kill();
      cluster.forget(first);

      assertThat(ProcessCluster.await(outcome).created()).isFalse();
      for (String host : HOSTS) {
        cluster.eventually(
            () -> assertThat(cluster.diary(host).calls(WriterStep.ABORT)).isPositive());
        assertThat(cluster.diary(host).calls(WriterStep.FREEZE)).isOne();
        assertThat(cluster.diary(host).standsStill()).isFalse();
      }
      assertThat(TestBackup.of(cluster.client(), HOSTS, HOSTS).run().grade())
          .contains(Grade.APPLICATION);
    }
  }
}
