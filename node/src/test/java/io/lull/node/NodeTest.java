package io.lull.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.coordinator.Chronicle;
import io.lull.coordinator.SessionLogs;
import io.lull.coordinator.client.Backup;
import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.Described;
import io.lull.coordinator.client.Prepared;
import io.lull.coordinator.client.RefusedException;
import io.lull.kernel.test.Ports;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.catalogue.SetState;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.Creation;
import io.lull.protocol.session.Policy;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.session.SessionReply.Deleted;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterState;
import io.lull.wire.Replay;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import io.lull.wire.api.HostView;
import io.lull.wire.api.HostViews;
import io.lull.wire.api.ProviderView;
import io.lull.wire.api.SessionView;
import io.lull.wire.api.WriterView;
import io.lull.writer.guard.Guard;
import io.lull.writer.guard.Guards;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node that does everything: real actors, the embedded journal, the test writer. */
class NodeTest {
  private static final Policy POLICY = new Policy(Limits.defaults(), Grade.APPLICATION, true);

  @TempDir Path directory;

  private Config settings(String writer) {
    return settings(directory, writer);
  }

  static Config settings(Path directory, String writer) {
    return ConfigFactory.parseString(
        """
        lull {
          node.host = alone
          cluster.port = %d
          host.life-file = "%s/life"
          journal.embedded.file = "%s/journal.db"
          api.listen = ""
          writers.db { kind = test, components = "data:/data"%s }
          providers.main { kind = test, directory = "%s/copies" }
        }
        """
            .formatted(Ports.free(), directory, directory, writer, directory));
  }

  private static Created backup(LullNode node) {
    return Backup.ofEverything(POLICY, _ -> CompletableFuture.completedStage(Set.of()))
        .run(node.client())
        .toCompletableFuture()
        .join();
  }

  static void awaitHost(LullNode node) {
    TestProbe.create(node.system())
        .awaitAssert(
            Duration.ofSeconds(30),
            () -> assertThat(node.hosts().get()).containsExactly(new HostId("alone")));
  }

  @Test
  void aNodeAloneTakesACertifiedSet() throws IOException {
    try (LullNode node = LullNode.start(settings(""))) {
      awaitHost(node);
      Created created = backup(node);
      assertThat(created.grade()).isEqualTo(Grade.APPLICATION);
      assertThat(created.certificate().holds()).hasSize(1);
    }
  }

  @Test
  void aSessionTakenOutOfTheJournalReplaysToItsState() throws IOException {
    Path file = directory.resolve("session.jsonl");
    try (LullNode node = LullNode.start(settings(""))) {
      awaitHost(node);
      Created created = backup(node);

      try (OutputStream out = Files.newOutputStream(file)) {
        assertThat(SessionLogs.export(node.system(), created.session(), "test", out)).isPositive();
      }
      Session replayed = Replay.session(file);

      assertThat(replayed.id()).isEqualTo(created.session());
      assertThat(replayed.phase()).isEqualTo(SessionPhase.RELEASED);
      assertThat(replayed.creation().flatMap(Creation::certificate))
          .contains(created.certificate());
    }
  }

  @Test
  void theCatalogueTellsOfSetsThatAreThereAndThatWere() throws IOException {
    try (LullNode node = LullNode.start(settings(""))) {
      awaitHost(node);
      Chronicle catalogue = node.inside().orElseThrow().chronicle();
      assertThat(catalogue.sets()).isEmpty();

      List<SetState> before = new ArrayList<>();
      Created created =
          Backup.ofEverything(
                  POLICY,
                  set -> {
                    before.add(catalogue.set(set.certificate().set()).orElseThrow().state());
                    return CompletableFuture.completedStage(Set.of());
                  })
              .run(node.client())
              .toCompletableFuture()
              .join();

      assertThat(before).containsExactly(SetState.CERTIFIED);
      assertThat(catalogue.sets())
          .singleElement()
          .satisfies(
              set -> {
                assertThat(set.set()).isEqualTo(created.certificate().set());
                assertThat(set.session()).isEqualTo(created.session());
                assertThat(set.state()).isEqualTo(SetState.DELETED);
                assertThat(set.copies()).isEmpty();
              });
      assertThat(Chronicle.of(node.system()).sets()).isEqualTo(catalogue.sets());
      assertThat(catalogue.certificate(created.certificate().set()))
          .contains(created.certificate());
    }
  }

  @Test
  void theChronicleTellsOfASessionFromItsBeginningToItsEnd() throws IOException {
    try (LullNode node = LullNode.start(settings(""))) {
      awaitHost(node);
      Chronicle chronicle = node.inside().orElseThrow().chronicle();
      assertThat(chronicle.sessions(10, false)).isEmpty();

      Created created = backup(node);

      SessionView view = chronicle.session(created.session()).orElseThrow();
      assertThat(view.over()).isTrue();
      assertThat(view.grade()).contains(created.grade());
      assertThat(view.writers()).containsExactly(new WriterId(new HostId("alone"), "db"));
      assertThat(view.unconfirmed()).isEmpty();
      assertThat(view.version()).isEqualTo(chronicle.events(created.session(), 0).size());
      assertThat(chronicle.sessions(10, false)).containsExactly(view);
      Creation set = chronicle.state(created.session()).creation().orElseThrow();
      assertThat(set.report().orElseThrow().holds()).hasSize(1);
    }
  }

  @Test
  void aHostTellsHowItIsAndWhereCopiesLie() throws IOException {
    try (LullNode node = LullNode.start(settings(""))) {
      awaitHost(node);
      Inside inside = node.inside().orElseThrow();
      List<Copies> copies = new ArrayList<>();
      assertThat(look(inside).writers())
          .extracting(WriterView::state, WriterView::holds, WriterView::typicalHold)
          .containsExactly(tuple(WriterState.STABLE, 0L, Optional.empty()));

      Created created =
          Backup.ofEverything(
                  POLICY,
                  set -> {
                    CatalogueEntry entry =
                        inside.chronicle().set(set.certificate().set()).orElseThrow();
                    return inside
                        .rounds()
                        .copies(entry, Duration.ofSeconds(10))
                        .thenAccept(copies::add)
                        .thenApply(_ -> Set.of());
                  })
              .run(node.client())
              .toCompletableFuture()
              .join();

      assertThat(copies)
          .singleElement()
          .extracting(Copies::set)
          .isEqualTo(created.certificate().set());
      assertThat(copies.getFirst().copies())
          .extracting(CopyView::provider, copy -> copy.snapshot().volume())
          .containsExactly(
              tuple(
                  new ProviderId(new HostId("alone"), "main"),
                  new Volume(new HostId("alone"), "/data")));
      HostView after = look(inside);
      assertThat(after.writers())
          .singleElement()
          .satisfies(
              writer -> {
                assertThat(writer.holds()).isEqualTo(1);
                assertThat(writer.typicalHold().orElseThrow()).isPositive();
                assertThat(writer.leaseLeft()).isEmpty();
                assertThat(writer.lastFault()).isEmpty();
              });
      assertThat(after.providers()).extracting(ProviderView::sets).containsExactly(0);
    }
  }

  private static HostView look(Inside inside) {
    HostViews views = inside.rounds().look(Duration.ofSeconds(30)).toCompletableFuture().join();
    assertThat(views.silent()).isEmpty();
    return views.hosts().getFirst();
  }

  @Test
  void aGuardThatCannotStartIsToldAndStopsNothing() throws IOException {
    Config guarded =
        ConfigFactory.parseString(
                "lull.writers.files { kind = sqlite, databases = \""
                    + directory
                    + "/*.sqlite\", run-directory = \"/proc/nowhere\" }")
            .withFallback(settings(""));
    try (LullNode node = LullNode.start(guarded)) {
      awaitHost(node);
      Inside inside = node.inside().orElseThrow();

      TestProbe.create(node.system())
          .awaitAssert(
              Duration.ofSeconds(60),
              () ->
                  assertThat(look(inside).writers())
                      .filteredOn(writer -> writer.writer().name().equals("files"))
                      .singleElement()
                      .extracting(WriterView::lastFault)
                      .satisfies(
                          fault ->
                              assertThat(fault.map(Fault::detail).orElse("none"))
                                  .contains("/proc/nowhere")));
    }
  }

  @Test
  void aGuardIsThereBeforeAnybodyAsksForIt() throws IOException {
    Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "lull-node");
    Config guarded =
        ConfigFactory.parseString(
                "lull.writers.files { kind = sqlite, databases = \""
                    + directory
                    + "/*.sqlite\", run-directory = \""
                    + memory
                    + "\" }")
            .withFallback(settings(""));
    try (LullNode node = LullNode.start(guarded)) {
      TestProbe.create(node.system())
          .awaitAssert(
              Duration.ofSeconds(60), () -> assertThat(Guards.in(memory).current()).isPresent());
    } finally {
      Guards.in(memory).last().ifPresent(Guard::close);
    }
  }

  @Test
  void aSetThatOutlivedItsSessionAndItsNodeCanBeDeleted() throws IOException {
    Config settings = settings("");
    CatalogueEntry kept;
    try (LullNode node = LullNode.start(settings)) {
      awaitHost(node);
      kept = lasting(node);
      assertThat(kept.state()).isEqualTo(SetState.CERTIFIED);
      assertThat(kept.copies()).hasSize(1);
    }
    try (LullNode node = LullNode.start(settings)) {
      awaitHost(node);
      Chronicle catalogue = Chronicle.of(node.system());
      // Read once before, so that the deletion is of a session that had been over by then.
      assertThat(catalogue.set(kept.set())).contains(kept);

      Deleted deleted =
          node.client().delete(kept.session(), List.of()).toCompletableFuture().join();

      assertThat(deleted.deleted()).isOne();
      CatalogueEntry gone = catalogue.set(kept.set()).orElseThrow();
      assertThat(gone.state()).isEqualTo(SetState.DELETED);
      assertThat(gone.copies()).isEmpty();
      assertThat(Chronicle.of(node.system()).set(kept.set())).contains(gone);
    }
    assertOnlyTheDiaryIsLeft();
  }

  /** Makes a set that outlives its session, and releases that. */
  static CatalogueEntry lasting(LullNode node) {
    Described described =
        node.client()
            .begin(POLICY)
            .thenCompose(opened -> opened.inContext(SessionContext.APP_ROLLBACK))
            .thenCompose(opened -> opened.describe(new BackupState(true, false, BackupType.FULL)))
            .toCompletableFuture()
            .join();
    Component data = described.writers().getFirst().components().getFirst();
    Created created =
        described
            .add(data.id())
            .thenCompose(_ -> described.startSet(Set.of()))
            .thenCompose(
                started ->
                    started
                        .add(data.volumes().iterator().next())
                        .thenCompose(_ -> started.prepare()))
            .thenCompose(Prepared::create)
            .toCompletableFuture()
            .join();
    created.release().toCompletableFuture().join();
    return Chronicle.of(node.system()).set(created.certificate().set()).orElseThrow();
  }

  @Test
  void anAutoReleaseCopyIsGoneWithItsSession() throws IOException {
    try (LullNode node = LullNode.start(settings(""))) {
      awaitHost(node);
      backup(node);
    }
    assertOnlyTheDiaryIsLeft();
  }

  private void assertOnlyTheDiaryIsLeft() throws IOException {
    try (Stream<Path> left = Files.walk(directory.resolve("copies"))) {
      assertThat(left.filter(Files::isRegularFile).map(Path::getFileName).map(Path::toString))
          .containsExactly("diary.jsonl");
    }
  }

  @Test
  void aWriterThatCannotFreezeFailsTheSet() throws IOException {
    try (LullNode node = LullNode.start(settings(", freeze = retryable"))) {
      awaitHost(node);

      assertThatThrownBy(() -> backup(node))
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(RefusedException.class);
      // The test writer fails once; what it failed must not have left anything behind.
      assertThat(backup(node).grade()).isEqualTo(Grade.APPLICATION);
    }
  }

  @Test
  void eachStartIsANewLife() {
    LifeCounter lives = new LifeCounter(directory.resolve("some/where/life"));

    assertThat(lives.begin().number()).isEqualTo(1);
    assertThat(lives.begin().number()).isEqualTo(2);
    assertThat(new LifeCounter(directory.resolve("some/where/life")).begin().number()).isEqualTo(3);
  }

  @Test
  void aDamagedCountOfLivesIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("life"), "soon");

    assertThatThrownBy(() -> new LifeCounter(file).begin())
        .hasMessageContaining(file.toString())
        .hasRootCauseInstanceOf(NumberFormatException.class);
  }

  @Test
  void whatCannotBeMadeIsSaidBeforeAnythingStarts() throws IOException {
    Config settings = settings("").withFallback(ConfigFactory.empty());
    Config wrong = ConfigFactory.parseString("lull.writers.db.kind = tset").withFallback(settings);

    assertThatThrownBy(() -> LullNode.start(wrong)).hasMessageContaining("did you mean test");
  }
}
