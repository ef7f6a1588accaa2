package io.lull.coordinator;

import static io.lull.coordinator.CoordinatorFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.coordinator.client.RefusedException;
import io.lull.coordinator.client.Restore;
import io.lull.coordinator.client.RestoreDone;
import io.lull.coordinator.client.RestoreReady;
import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.document.SavedWriter;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.restore.RestoreEvent;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.restore.RestoreInput.GatherWriterMetadata;
import io.lull.protocol.restore.RestoreInput.InitializeForRestore;
import io.lull.protocol.restore.RestoreInput.PreRestore;
import io.lull.protocol.restore.RestoreInput.SetSelectedForRestore;
import io.lull.protocol.restore.RestoreInput.Verb;
import io.lull.protocol.restore.RestoreReply;
import io.lull.protocol.restore.RestoreTerms;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterInput;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole restores, called by the client, through actors, against hosts that obey or do not. */
class RestoreTest {
  private static final HostId A = new HostId("a");
  private static final HostId B = new HostId("b");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Limits SHORT =
      Limits.defaults()
          .with(Setting.IDENTIFY, Duration.ofSeconds(1))
          .with(Setting.RESTORE, Duration.ofSeconds(1))
          .with(Setting.ABORT, Duration.ofSeconds(1))
          .with(Setting.BACKUP_SHUTDOWN, Duration.ofSeconds(1));

  private final CoordinatorFixture cluster = new CoordinatorFixture();
  private final BrokenJournal journal = new BrokenJournal();
  private final AtomicInteger putBack = new AtomicInteger();

  @AfterEach
  void stop() {
    cluster.close();
  }

  private static BackupDocument document() {
    return new BackupDocument(
        new SetId("set"),
        BackupType.FULL,
        false,
        Map.of(HostDouble.writer(A), saved(A), HostDouble.writer(B), saved(B)));
  }

  private static SavedWriter saved(HostId host) {
    Set<ComponentId> all = Set.of(HostDouble.component(host));
    return new SavedWriter(HostDouble.metadata(host), all, all);
  }

  private CompletionStage<RestoreDone> restore(Limits limits) {
    return Restore.ofEverything(document(), limits, this::putBack).run(cluster.lull);
  }

  private CompletionStage<Map<ComponentId, FileRestoreStatus>> putBack(RestoreReady ready) {
    putBack.incrementAndGet();
    return CompletableFuture.completedStage(
        Map.of(
            HostDouble.component(A), FileRestoreStatus.ALL,
            HostDouble.component(B), FileRestoreStatus.ALL));
  }

  private RestoreReady ready() {
    var opened = await(cluster.lull.beginRestore(document(), Limits.defaults()));
    var described = await(opened.describe());
    await(described.select(HostDouble.component(A)));
    return await(described.preRestore());
  }

  private RestoreReply call(SessionId id, Verb verb) {
    return await(cluster.lull.relay(id, verb, PATIENCE));
  }

  @Test
  void writersAreToldBeforeFilesArePutBackAndAfter() {
    HostDouble.Script a = cluster.host(A);
    HostDouble.Script b = cluster.host(B);

    RestoreDone done =
        await(
            Restore.ofEverything(
                    document(),
                    Limits.defaults(),
                    ready -> {
                      a.asked.add("files");
                      b.asked.add("files");
                      return putBack(ready);
                    })
                .run(cluster.lull));

    assertThat(done.failure()).isEmpty();
    for (HostDouble.Script host : Set.of(a, b)) {
      assertThat(host.asked)
          .containsExactly(
              "Identify",
              "PreRestore",
              "GatherStatus",
              "files",
              "PostRestore",
              "GatherStatus",
              "BackupShutdown");
    }
    cluster.eventually(() -> assertThat(cluster.restores()).isEmpty());
    assertThat(cluster.sessions()).isEmpty();
  }

  @Test
  void whereAWriterDoesNotMakeWayNothingIsPutBackAndAllHearOfTheEnd() {
    HostDouble.Script a = cluster.host(A);
    HostDouble.Script b = cluster.host(B);
    b.writerFails = request -> request instanceof WriterInput.PreRestore;

    assertThatThrownBy(() -> await(restore(Limits.defaults())))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.fault().failure()).isEqualTo(Failure.WRITER_RETRYABLE));

    assertThat(putBack).hasValue(0);
    for (HostDouble.Script host : Set.of(a, b)) {
      assertThat(host.asked).containsSubsequence("PreRestore", "PostRestore", "BackupShutdown");
    }
  }

  @Test
  void filesThatCouldNotBePutBackAreTheFirstCause() {
    HostDouble.Script a = cluster.host(A);
    cluster.host(B);

    Restore failing =
        Restore.ofEverything(
            document(),
            Limits.defaults(),
            _ -> {
              throw new IllegalStateException("the disk is full");
            });

    assertThatThrownBy(() -> await(failing.run(cluster.lull))).hasMessageContaining("disk is full");
    assertThat(a.asked).containsSubsequence("PreRestore", "PostRestore", "BackupShutdown");
  }

  @Test
  void A09_an_abort_is_refused_and_no_writer_hears_of_it() {
    HostDouble.Script a = cluster.host(A);
    cluster.host(B);
    RestoreReady ready = ready();

    RestoreReply reply =
        call(ready.session(), new RestoreInput.AbortBackup(new RequestId("abort")));

    assertThat(reply)
        .isInstanceOfSatisfying(
            RestoreReply.Refused.class,
            refused ->
                assertThat(refused.fault().failure()).isEqualTo(Failure.UNSUPPORTED_IN_RESTORE));
    assertThat(a.count("Abort")).isZero();
    await(await(ready.postRestore()).release());
    assertThat(a.count("Abort")).isZero();
  }

  @Test
  void aCoordinatorThatIsLostInTheMiddleAsksAgainAndGoesOn() {
    HostDouble.Script a = cluster.host(A);
    cluster.host(B);
    cluster.journal.withPolicy(journal);
    // The answers are lost with the actor that could not write them.
    journal.failOnce(event -> event instanceof RestoreEvent.WriterHandled);

    RestoreDone done = await(restore(Limits.defaults()));

    assertThat(done.failure()).isEmpty();
    assertThat(a.count("PreRestore")).isEqualTo(2);
    assertThat(putBack).hasValue(1);
    String id = RestoreActor.persistenceId(done.session()).id();
    assertThat(cluster.journal.persistedInStorage(id))
        .hasAtLeastOneElementOfType(RestoreEvent.EpochTaken.class);
  }

  @Test
  void aRepeatedCallGetsTheRecordedReplyAndAsksNobodyAgain() {
    HostDouble.Script a = cluster.host(A);
    cluster.host(B);
    SessionId id = new SessionId("restore-repeated");
    begin(id, Limits.defaults(), false);
    PreRestore verb = new PreRestore(new RequestId("pre"));

    RestoreReply first = call(id, verb);

    assertThat(first).isInstanceOf(RestoreReply.Handled.class);
    assertThat(call(id, verb)).isEqualTo(first);
    assertThat(a.count("PreRestore")).isEqualTo(1);
  }

  @Test
  void aRequesterThatVanishesLeavesNoWriterWaiting() {
    HostDouble.Script a = cluster.host(A);
    cluster.host(B);
    SessionId id = new SessionId("restore-vanishing");

    begin(id, SHORT.with(Setting.REQUESTER_LEASE, Duration.ofSeconds(2)), true);
    call(id, new PreRestore(new RequestId("pre")));

    cluster.eventually(() -> assertThat(a.count("BackupShutdown")).isPositive());
    cluster.eventually(() -> assertThat(cluster.restores()).isEmpty());
    assertThat(a.count("Abort")).isZero();
  }

  /**
   * As far as the one component of A is chosen; without saying ever again that anybody is there.
   */
  private void begin(SessionId id, Limits limits, boolean leased) {
    RestoreTerms terms = new RestoreTerms(document(), limits, leased);
    for (Verb verb :
        new Verb[] {
          new InitializeForRestore(new RequestId("r1"), terms),
          new GatherWriterMetadata(new RequestId("r2"), Map.of()),
          new SetSelectedForRestore(new RequestId("r3"), HostDouble.component(A), true)
        }) {
      assertThat(call(id, verb)).isNotInstanceOf(RestoreReply.Refused.class);
    }
  }

  @Test
  void aHostThatDiesIsAFailureOfItsWriterAtOnce() {
    cluster.host(A);
    HostDouble.Script b = cluster.host(B);
    b.diesOf = "PreRestore";
    var described = await(await(cluster.lull.beginRestore(document(), SHORT)).describe());
    await(described.select(HostDouble.component(B)));

    RestoreReady ready = await(described.preRestore());

    assertThat(ready.handled().get(HostDouble.writer(B)))
        .isInstanceOfSatisfying(
            HandlerResult.Failed.class,
            failed ->
                assertThat(failed.fault().failure())
                    .isIn(Failure.HOST_UNREACHABLE, Failure.WRITER_TIMEOUT));
    await(await(ready.postRestore()).release());
  }

  @Test
  void aComponentOfAWriterThatDoesNotRunIsNotFound() {
    cluster.host(A);

    assertThatThrownBy(() -> await(restore(Limits.defaults())))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.fault().failure()).isEqualTo(Failure.OBJECT_NOT_FOUND));
    cluster.eventually(() -> assertThat(cluster.restores()).isEmpty());
  }

  @Test
  void aJournalThatIsDownRefusesARestoreAndSaysSo() {
    cluster.journalTrouble = "the last answer was 16 s ago";

    assertThatThrownBy(() -> await(restore(Limits.defaults())))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused ->
                assertThat(refused.fault().failure()).isEqualTo(Failure.JOURNAL_UNAVAILABLE));
    cluster.eventually(() -> assertThat(cluster.restores()).isEmpty());
  }
}
