package io.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.restore.Question;
import io.lull.protocol.restore.RestoreEvent;
import io.lull.protocol.restore.RestorePhase;
import io.lull.protocol.restore.RestoreTerms;
import io.lull.protocol.restore.Round;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import io.lull.wire.EventLogKind;
import io.lull.wire.EventLogWriter;
import io.lull.wire.api.OperationTimeline;
import io.lull.wire.api.OperationTimeline.Deed;
import io.lull.wire.api.RestoreView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores in the commands for sessions of any kind. */
class RestoreCommandsTest {
  private static final Instant AT = Instant.parse("2026-11-22T04:05:06Z");
  private static final SessionId ID = new SessionId("restore-1");
  private static final WriterId SHOP = new WriterId(FakeNode.HOST, "shop");
  private static final ComponentId ORDERS = new ComponentId(SHOP, "orders");
  private static final Fault RUNS = Fault.of(Failure.WRITER_NON_RETRYABLE, "its process 7 runs");

  @TempDir Path directory;
  private final FakeNode node = new FakeNode();

  @AfterEach
  void close() {
    node.close();
  }

  private Typed run(String... args) {
    return Typed.at(node, directory, args);
  }

  private void restore(
      RestorePhase phase,
      FileRestoreStatus status,
      Map<WriterId, Fault> failures,
      Optional<Fault> end) {
    node.values.put(
        "/v1/restores/restore-1",
        new RestoreView(
            ID,
            9,
            phase,
            phase == RestorePhase.RELEASED,
            Epoch.FIRST,
            AT,
            AT,
            Optional.of(new SetId("set-1")),
            Map.of(ORDERS, status),
            failures,
            end));
  }

  private static RestoreEvent round(int number, Question question) {
    return new RestoreEvent.RoundBegun(
        new Round(
            number,
            question,
            Optional.of(new RequestId("r" + number)),
            Sorted.map(Map.of(SHOP, Incarnation.FIRST))));
  }

  /** A restore whose writer does not make way, one event a second. */
  private static byte[] log() throws IOException {
    BackupDocument document =
        new BackupDocument(new SetId("set-1"), BackupType.COPY, false, Map.of());
    List<RestoreEvent> events =
        List.of(
            new RestoreEvent.RestoreInitialized(
                new RestoreTerms(document, Limits.defaults(), true)),
            new RestoreEvent.ComponentSelected(ORDERS),
            round(1, Question.PRE_RESTORE),
            new RestoreEvent.WriterHandled(SHOP, new HandlerResult.Failed(RUNS)),
            new RestoreEvent.RoundEnded(),
            new RestoreEvent.FileStatusSet(ORDERS, FileRestoreStatus.NONE),
            round(2, Question.POST_RESTORE),
            new RestoreEvent.WriterHandled(SHOP, new HandlerResult.Done()),
            new RestoreEvent.RoundEnded(),
            new RestoreEvent.RestoreReleased());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    var log = new EventLogWriter<>(out, EventLogKind.RESTORE, ID, "1.0.0");
    for (int i = 0; i < events.size(); i++) {
      log.append(AT.plusSeconds(i), events.get(i));
    }
    log.finish();
    return out.toByteArray();
  }

  @Test
  void wait_ends_as_the_restore_did() {
    restore(RestorePhase.RELEASED, FileRestoreStatus.ALL, Map.of(), Optional.empty());
    Typed good = run("wait", "restore-1");
    assertThat(good.exit()).as(good.err()).isZero();
    assertThat(good.out()).isEqualTo("restore restore-1 RELEASED: ok\n");
    assertThat(run("wait", "restore-1", "-o", "json").out()).startsWith("{\"session\":");

    restore(RestorePhase.RELEASED, FileRestoreStatus.FAILED, Map.of(), Optional.empty());
    assertThat(run("wait", "restore-1").exit()).isEqualTo(1);
    restore(RestorePhase.RELEASED, FileRestoreStatus.NONE, Map.of(), Optional.empty());
    assertThat(run("wait", "restore-1", "--for", "completed").exit()).isEqualTo(1);
    restore(RestorePhase.RELEASED, FileRestoreStatus.NONE, Map.of(SHOP, RUNS), Optional.empty());
    assertThat(run("wait", "restore-1").exit())
        .isEqualTo(Failure.WRITER_NON_RETRYABLE.exitCode().number());
    restore(
        RestorePhase.RELEASED,
        FileRestoreStatus.UNDEFINED,
        Map.of(),
        Optional.of(Fault.of(Failure.REQUESTER_LOST, "silent")));
    assertThat(run("wait", "restore-1").exit())
        .isEqualTo(Failure.REQUESTER_LOST.exitCode().number());
  }

  @Test
  void wait_for_a_phase_of_a_restore_ends_when_it_has_come() {
    restore(RestorePhase.RESTORING_FILES, FileRestoreStatus.UNDEFINED, Map.of(), Optional.empty());

    assertThat(run("wait", "restore-1", "--for", "pre-restored").exit()).isZero();
    Typed late = run("wait", "restore-1", "--for", "completed", "--timeout", "50ms");
    assertThat(late.exit()).isEqualTo(14);
    assertThat(late.err()).contains("RESTORING_FILES").doesNotContain("abort");
    assertThat(run("wait", "restore-1", "--for", "frozen").exit()).isEqualTo(2);
  }

  @Test
  void replay_plays_the_log_of_a_restore() throws Exception {
    Path file = directory.resolve("restore.jsonl");
    Files.write(file, log());

    Typed typed = run("replay", file.toString());

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out())
        .containsSubsequence(
            "RestoreInitialized",
            "PRE_RESTORE waits for 1 writers",
            "failed: " + RUNS,
            "FileStatusSet",
            "orders NONE",
            "restore restore-1 · RELEASED · epoch 1 · set set-1");
    assertThat(run("replay", file.toString(), "-o", "json").out())
        .contains("\"phase\":\"RELEASED\"", "\"over\":true");
  }

  @Test
  void show_tells_of_a_restore_what_writers_did_when() throws Exception {
    restore(RestorePhase.RELEASED, FileRestoreStatus.NONE, Map.of(SHOP, RUNS), Optional.empty());
    node.values.put("/v1/sessions/restore-1/log", log());
    node.values.put(
        "/v1/restores/restore-1/timeline",
        new OperationTimeline(
            ID,
            AT,
            Duration.ofSeconds(9),
            List.of(
                new OperationTimeline.Span(
                    "a/shop", Deed.MAKING_WAY, Duration.ofSeconds(2), Duration.ofSeconds(3))),
            List.of(new OperationTimeline.Milestone("a/shop: " + RUNS, Duration.ofSeconds(3)))));

    Typed typed = run("show", "restore-1");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out())
        .containsSubsequence(
            "restore   restore-1, version 9",
            "set       set-1",
            "a/shop#orders  not back  " + RUNS,
            "lasted 9000.0 ms",
            "making way",
            "3000.0 ms  a/shop: " + RUNS,
            "RestoreInitialized");
    assertThat(run("show", "restore-1", "-o", "json").out())
        .startsWith("{\"restore\":{\"session\":\"restore-1\",")
        .contains("\"timeline\":{", "\"events\":[{\"sequence\":1,");
    assertThat(run("show", "restore-1", "-o", "yaml").out()).contains("MAKING_WAY");
    Typed follow = run("show", "restore-1", "--follow");
    assertThat(follow.exit()).as(follow.err()).isZero();
    assertThat(follow.out()).containsOnlyOnce("RestoreInitialized").contains("making way");
    assertThat(run("show", "restore-2").exit()).isEqualTo(2);
  }
}
