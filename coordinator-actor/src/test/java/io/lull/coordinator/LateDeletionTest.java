package io.lull.coordinator;

import static io.lull.coordinator.CoordinatorFixture.POLICY;
import static io.lull.coordinator.CoordinatorFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.lull.coordinator.client.ClientSettings;
import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.Described;
import io.lull.coordinator.client.Prepared;
import io.lull.coordinator.client.RefusedException;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionReply.Deleted;
import io.lull.protocol.writer.BackupType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A set that outlived its session is deleted when of the session there is only a journal. */
class LateDeletionTest {
  private static final HostId A = new HostId("a");

  private final CoordinatorFixture cluster = new CoordinatorFixture();
  private final HostDouble.Script host = cluster.host(A);

  @AfterEach
  void stop() {
    cluster.close();
  }

  /** A set whose session is released and has no actor any more. */
  private Created released(SessionContext context) {
    Described described =
        await(
            cluster
                .lull
                .begin(POLICY)
                .thenCompose(opened -> opened.inContext(context))
                .thenCompose(
                    opened -> opened.describe(new BackupState(true, false, BackupType.FULL))));
    Created created =
        await(
            described
                .add(HostDouble.component(A))
                .thenCompose(_ -> described.startSet(Set.of(A)))
                .thenCompose(
                    started ->
                        started.add(HostDouble.volume(A)).thenCompose(_ -> started.prepare()))
                .thenCompose(Prepared::create));
    await(created.release());
    cluster.eventually(() -> assertThat(cluster.sessions()).isEmpty());
    return created;
  }

  @Test
  void aSetThatOutlivedItsSessionIsDeleted() {
    Created created = released(SessionContext.APP_ROLLBACK);
    assertThat(host.count("DeleteSnapshots")).isZero();

    Deleted deleted = await(cluster.lull.delete(created.session(), List.of()));

    assertThat(deleted.deleted()).isOne();
    assertThat(deleted.fault()).isEmpty();
    assertThat(host.count("DeleteSnapshots")).isOne();
    assertThat(host.count("Freeze")).isOne();
    assertThat(host.count("BackupShutdown")).isOne();
    cluster.eventually(() -> assertThat(cluster.sessions()).isEmpty());
    assertRefused(cluster.lull.delete(created.session(), List.of()), Failure.OBJECT_NOT_FOUND);
  }

  @Test
  void oneCopyIsDeletedByItsName() {
    Created created = released(SessionContext.APP_ROLLBACK);
    SnapshotId copy = new SnapshotId(created.certificate().set(), HostDouble.volume(A));

    assertThat(await(cluster.lull.delete(created.session(), List.of(copy))).deleted()).isOne();
  }

  @Test
  void aDeletionGoesOnWhereverTheSessionIsTakenUpAgain() {
    Created created = released(SessionContext.APP_ROLLBACK);
    host.providerIsSilent = request -> request instanceof ProviderInput.DeleteSnapshots;
    Duration again = Duration.ofSeconds(1);
    CompletionStage<Deleted> deletion =
        cluster
            .lull
            .with(new ClientSettings(again, again.multipliedBy(60), Duration.ofMinutes(2)))
            .delete(created.session(), List.of());
    cluster.eventually(() -> assertThat(host.count("DeleteSnapshots")).isOne());

    cluster.way().session(created.session()).tell(new SessionMessage.Stop());
    host.providerIsSilent = _ -> false;

    assertThat(await(deletion).deleted()).isOne();
    assertThat(host.count("DeleteSnapshots")).isGreaterThan(1);
    assertThat(host.count("Freeze")).isOne();
    cluster.eventually(() -> assertThat(cluster.sessions()).isEmpty());
  }

  @Test
  void aSetThatEndedWithItsSessionIsNotDeletedAgain() {
    Created created = released(SessionContext.BACKUP);

    assertRefused(cluster.lull.delete(created.session(), List.of()), Failure.BAD_STATE);

    assertThat(host.count("DeleteSnapshots")).isOne();
    cluster.eventually(() -> assertThat(cluster.sessions()).isEmpty());
  }

  @Test
  void nothingIsDeletedOfASessionThatNeverWas() {
    SessionId nobody = new SessionId("s-nobody");

    assertRefused(cluster.lull.delete(nobody, List.of()), Failure.BAD_STATE);

    cluster.eventually(() -> assertThat(cluster.sessions()).isEmpty());
  }

  private static void assertRefused(CompletionStage<Deleted> deletion, Failure failure) {
    assertThatThrownBy(() -> await(deletion))
        .asInstanceOf(type(RefusedException.class))
        .extracting(refused -> refused.fault().failure())
        .isEqualTo(failure);
  }
}
