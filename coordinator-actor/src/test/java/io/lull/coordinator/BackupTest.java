package io.lull.coordinator;

import static io.lull.coordinator.CoordinatorFixture.POLICY;
import static io.lull.coordinator.CoordinatorFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.lull.coordinator.client.Backup;
import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.RefusedException;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.WriterInput;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole backups, called by the client, through actors, against hosts that obey. */
class BackupTest {
  private static final HostId A = new HostId("a");
  private static final HostId B = new HostId("b");

  private final CoordinatorFixture cluster = new CoordinatorFixture();

  @AfterEach
  void stop() {
    cluster.close();
  }

  private Created backup() {
    Backup backup =
        Backup.ofEverything(
            POLICY, created -> CompletableFuture.completedStage(Set.of(HostDouble.component(A))));
    return await(backup.run(cluster.lull));
  }

  @Test
  void aBackupOfTwoHostsIsCertified() {
    HostDouble.Script a = cluster.host(A);
    HostDouble.Script b = cluster.host(B);

    Created created = backup();

    assertThat(created.grade()).isEqualTo(Grade.APPLICATION);
    assertThat(created.certificate().holds()).hasSize(2);
    for (HostDouble.Script host : Set.of(a, b)) {
      assertThat(host.asked)
          .containsSubsequence(
              "Identify",
              "BeginPrepare",
              "PrepareForBackup",
              "PrepareForSnapshot",
              "EndPrepare",
              "Freeze",
              "PreCommit",
              "Commit",
              "PostCommit",
              "Thaw",
              "PreFinalCommit",
              "PostSnapshot",
              "PostFinalCommit",
              "BackupComplete",
              "BackupShutdown");
      assertThat(host.count("Freeze")).isEqualTo(1);
      assertThat(host.count("Abort")).isZero();
    }
  }

  @Test
  void aWriterThatCannotFreezeFailsTheSetForAll() {
    HostDouble.Script a = cluster.host(A);
    HostDouble.Script b = cluster.host(B);
    b.writerFails = request -> request instanceof WriterInput.Freeze;

    assertThatThrownBy(this::backup)
        .asInstanceOf(type(RefusedException.class))
        .extracting(refused -> refused.fault().failure())
        .isEqualTo(Failure.WRITER_RETRYABLE);

    assertThat(a.count("Abort")).isPositive();
    assertThat(b.count("Abort")).isPositive();
    assertThat(a.count("AbortSnapshots")).isPositive();
    assertThat(a.count("BackupShutdown")).isPositive();
  }

  @Test
  void aProviderThatCannotCommitFailsTheSetForAll() {
    HostDouble.Script a = cluster.host(A);
    HostDouble.Script b = cluster.host(B);
    a.providerFails = request -> request instanceof ProviderInput.Commit;

    assertThatThrownBy(this::backup)
        .asInstanceOf(type(RefusedException.class))
        .extracting(refused -> refused.fault().failure())
        .isEqualTo(Failure.PROVIDER_VETO);

    assertThat(b.count("Abort")).isPositive();
    assertThat(b.count("AbortSnapshots")).isPositive();
  }

  @Test
  void aSecondSetOnTheSameHostIsToldWhoHoldsIt() {
    cluster.host(A);
    BackupState state = new BackupState(true, false, BackupType.FULL);
    var first = await(cluster.lull.begin(POLICY));
    await(await(first.describe(state)).startSet(Set.of(A)));
    var second = await(cluster.lull.begin(POLICY));
    var described = await(second.describe(state));

    assertThatThrownBy(() -> await(described.startSet(Set.of(A))))
        .asInstanceOf(type(RefusedException.class))
        .satisfies(
            refused -> {
              assertThat(refused.fault().failure()).isEqualTo(Failure.SNAPSHOT_SET_IN_PROGRESS);
              assertThat(refused.fault().detail()).contains(first.session().name());
            });

    await(first.release());
    assertThat(await(described.startSet(Set.of(A)))).isNotNull();
    await(second.release());
  }
}
