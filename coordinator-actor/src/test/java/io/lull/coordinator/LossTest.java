package io.lull.coordinator;

import static io.lull.coordinator.CoordinatorFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.lull.coordinator.SessionMessage.Call;
import io.lull.coordinator.SessionMessage.ToSession;
import io.lull.coordinator.client.Backup;
import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.RefusedException;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.Policy;
import io.lull.protocol.session.SessionInput.AddComponent;
import io.lull.protocol.session.SessionInput.GatherWriterMetadata;
import io.lull.protocol.session.SessionInput.InitializeForBackup;
import io.lull.protocol.session.SessionInput.PrepareForBackup;
import io.lull.protocol.session.SessionInput.SetBackupState;
import io.lull.protocol.session.SessionInput.StartSnapshotSet;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.writer.BackupType;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody is gone: a host, a requester, or a session whose work is done. */
class LossTest {
  private static final HostId A = new HostId("a");
  private static final HostId B = new HostId("b");

  private final CoordinatorFixture cluster = new CoordinatorFixture();

  private int calls;

  @AfterEach
  void stop() {
    cluster.close();
  }

  private CompletionStage<Created> backup() {
    // Short, because a host that is gone has all of them to come back.
    Limits limits =
        Limits.defaults()
            .with(Setting.ABORT, Duration.ofSeconds(1))
            .with(Setting.BACKUP_SHUTDOWN, Duration.ofSeconds(1));
    return Backup.ofEverything(
            new Policy(limits, Grade.APPLICATION, true),
            _ -> CompletableFuture.completedStage(Set.of()))
        .run(cluster.lull);
  }

  @Test
  void aHostThatDiesInTheWindowFailsTheSetAtOnce() {
    HostDouble.Script a = cluster.host(A);
    HostDouble.Script b = cluster.host(B);
    b.diesOf = "Commit";

    CompletionStage<Created> created = backup();

    cluster.eventually(() -> assertThat(a.count("Abort")).isPositive());
    assertThatThrownBy(() -> await(created))
        .asInstanceOf(type(RefusedException.class))
        .extracting(refused -> refused.fault().failure())
        .isEqualTo(Failure.HOST_UNREACHABLE);
  }

  @Test
  void aRequesterThatVanishesLeavesNothingBehind() {
    HostDouble.Script a = cluster.host(A);
    Limits limits =
        Limits.defaults()
            .with(Setting.ABORT, Duration.ofSeconds(1))
            .with(Setting.REQUESTER_LEASE, Duration.ofSeconds(2));
    SessionId id = new SessionId("vanishing");

    call(id, r -> new InitializeForBackup(r, new Policy(limits, Grade.APPLICATION, true)));
    call(id, r -> new SetBackupState(r, new BackupState(true, false, BackupType.FULL)));
    call(id, r -> new GatherWriterMetadata(r, Map.of()));
    call(id, r -> new AddComponent(r, HostDouble.component(A)));
    call(id, r -> new StartSnapshotSet(r, new SetId("abandoned"), Set.of(A), Set.of()));
    call(id, PrepareForBackup::new);

    cluster.eventually(() -> assertThat(a.count("BackupShutdown")).isPositive());
    cluster.eventually(() -> assertThat(cluster.sessions()).isEmpty());
    assertThat(await(backup()).grade()).isEqualTo(Grade.APPLICATION);
  }

  @Test
  void aSessionThatIsOverHasNoActorAndStillAnswers() {
    cluster.host(A);

    Created created = await(backup());

    cluster.eventually(() -> assertThat(cluster.sessions()).isEmpty());
    assertThatThrownBy(() -> await(created.complete())).isInstanceOf(RefusedException.class);
    cluster.eventually(() -> assertThat(cluster.sessions()).isEmpty());
  }

  /** Calls a verb as the client does, but without saying ever again that anybody is there. */
  private void call(SessionId id, Function<RequestId, Verb> verb) {
    Verb called = verb.apply(new RequestId("r-" + ++calls));
    SessionReply reply =
        await(
            cluster
                .way()
                .session(id)
                .ask(
                    replyTo -> new Call(new ToSession(id, called), replyTo),
                    Duration.ofSeconds(30)));
    assertThat(reply).isNotInstanceOf(SessionReply.Refused.class);
  }
}
