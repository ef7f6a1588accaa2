package io.lull.acceptance.cluster;

import static io.lull.acceptance.cluster.ProcessCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.cluster.config.message.HostMessage;
import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.Opened;
import io.lull.coordinator.client.RefusedException;
import io.lull.protocol.certificate.Digest;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.session.SessionEvent.WindowOpened;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import io.lull.protocol.writer.WriterReply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator that was stopped comes back with a window that another one has ended. */
class LateMessagesTest {
  private static final Set<String> HOSTS = Set.of("h1", "h2");
  private static final Digest SOME = Digest.of("holds", List.of());

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void whatAStoppedCoordinatorStillSaysIsRefusedByItsEpoch() {
    try (ProcessCluster cluster =
        new ProcessCluster(directory, Network.loopback(), ProcessCluster.FAST)) {
      // Both are there before the window opens, which ends by itself if it has to wait for long.
      List<NodeProcess> coordinators =
          List.of(cluster.coordinator("c1"), cluster.coordinator("c2"));
      NodeProcess hosts = cluster.hosts("hosts", List.of("h1", "h2"));
      cluster.awaitComplete();
      hosts.order("provider h2/main commit hang");
      TestBackup backup = TestBackup.of(cluster.client(), HOSTS, HOSTS);
      Opened session = await(backup.begin());
      CompletionStage<Created> created = backup.prepared(session).create();
      hosts.await("hangs h2/main"::equals);
      NodeProcess first = cluster.nodeOf(backup.session().name(), coordinators);

      first.stop();

      assertThatThrownBy(() -> await(created)).isInstanceOf(RefusedException.class);
      SessionRecord before = cluster.recordOf(backup.session());
      assertThat(before.last().phase()).isEqualTo(SessionPhase.CREATION_FAILED);
      WriterDiary diary = cluster.diary("h1");
      assertThat(diary.standsStill()).isFalse();
      refused(cluster, plan(before));

      first.continueRunning();
      first.awaitExit();
      cluster.forget(first);
      assertThat(cluster.diary("h1")).isEqualTo(diary);
      assertThat(cluster.recordOf(backup.session()).events()).isEqualTo(before.events());
      await(session.abort());
      await(session.release());
      assertThat(TestBackup.of(cluster.client(), HOSTS, HOSTS).run().created()).isTrue();
    }
  }

  private static WindowPlan plan(SessionRecord record) {
    return record.events().stream()
        .filter(WindowOpened.class::isInstance)
        .map(event -> ((WindowOpened) event).plan())
        .findFirst()
        .orElseThrow();
  }

  /** Says all that the window would have said, as its coordinator; the network did not lose it. */
  private static void refused(ProcessCluster cluster, WindowPlan plan) {
    ActorSystem<Void> system = cluster.requester().system();
    Map<HostId, ActorRef<HostMessage>> agents = cluster.agents();
    plan.writers()
        .forEach(
            writer -> {
              Stamp stamp = plan.stamp(writer);
              for (WriterRequest late :
                  List.of(
                      new WriterInput.PrepareForSnapshot(stamp, Set.of()),
                      new WriterInput.Freeze(stamp, writer.lease()),
                      new WriterInput.PostSnapshot(stamp))) {
                TestProbe<WriterReply> probe = TestProbe.create(system);
                agents
                    .get(writer.id().host())
                    .tell(
                        new HostMessage.AskWriter(
                            new HostMessage.ToWriter(writer.id(), late), probe.getRef()));
                assertThat(probe.receiveMessage())
                    .isInstanceOfSatisfying(
                        WriterReply.Refused.class,
                        no ->
                            assertThat(no.fault().failure())
                                .as(late.toString())
                                .isEqualTo(Failure.STALE_EPOCH));
              }
            });
    plan.providers()
        .forEach(
            provider -> {
              Stamp stamp = plan.stamp(provider);
              for (ProviderRequest late :
                  List.of(
                      new ProviderInput.PreCommit(stamp),
                      new ProviderInput.Commit(stamp, SOME),
                      new ProviderInput.PostCommit(stamp),
                      new ProviderInput.PreFinalCommit(stamp))) {
                TestProbe<ProviderReply> probe = TestProbe.create(system);
                agents
                    .get(provider.id().host())
                    .tell(
                        new HostMessage.AskProvider(
                            new HostMessage.ToProvider(provider.id(), late), probe.getRef()));
                assertThat(probe.receiveMessage())
                    .isInstanceOfSatisfying(
                        ProviderReply.Refused.class,
                        no ->
                            assertThat(no.fault().failure())
                                .as(late.toString())
                                .isEqualTo(Failure.STALE_EPOCH));
              }
            });
  }
}
