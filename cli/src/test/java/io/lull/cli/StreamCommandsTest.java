package io.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.protocol.stream.session.StreamSessionPhase;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamTerms;
import io.lull.wire.EventLogKind;
import io.lull.wire.EventLogWriter;
import io.lull.wire.api.StreamView;
import io.lull.wire.api.StreamViews;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams in the commands for sessions of any kind. */
class StreamCommandsTest {
  private static final Instant AT = Instant.parse("2026-11-22T04:05:06Z");
  private static final SessionId ID = new SessionId("stream-1");
  private static final InstanceId SHOP = new InstanceId("shop");
  private static final Stamp STAMP =
      new Stamp(ID, new SetId("stream-1"), Epoch.FIRST, new Incarnation(7), SlotEpoch.NONE);
  private static final RequestId CALL = new RequestId("r");

  private static final StreamView UNDER_WAY =
      view("stream-1", false, Optional.empty(), false, Optional.empty(), Optional.empty());

  @TempDir Path directory;
  private final FakeNode node = new FakeNode();

  @AfterEach
  void close() {
    node.close();
  }

  private Typed run(String... args) {
    return Typed.at(node, directory, args);
  }

  private static StreamView view(
      String id,
      boolean over,
      Optional<StreamOutcome> outcome,
      boolean stored,
      Optional<Failure> stopped,
      Optional<Fault> fault) {
    return new StreamView(
        new SessionId(id),
        over ? 7 : 3,
        over ? StreamSessionPhase.OVER : StreamSessionPhase.OPEN,
        over,
        FakeNode.HOST,
        SHOP,
        StreamKind.FULL,
        AT,
        AT,
        2,
        new TreeSet<>(List.of()),
        Optional.empty(),
        stopped,
        outcome,
        stored,
        Optional.empty(),
        fault);
  }

  private static StreamView good(String id) {
    return view(
        id, true, Optional.of(StreamOutcome.COMPLETED), true, Optional.empty(), Optional.empty());
  }

  /** The first so many of the seven events of a whole stream, one a second. */
  private static byte[] log(int events) throws IOException {
    List<StreamEvent.Journaled> said =
        List.of(
            new StreamEvent.StreamBegun(SHOP, STAMP, CALL, StreamKind.FULL, 3),
            new StreamEvent.FileFinished(
                SHOP, STAMP, new StreamFile.DatabaseFile(new DatabaseId("cluster"))),
            new StreamEvent.LogsFetched(SHOP, STAMP, Logs.of(List.of(3L)), Logs.of(List.of(3L))),
            new StreamEvent.FileFinished(SHOP, STAMP, new StreamFile.LogFile(3)),
            new StreamEvent.StreamEnded(
                SHOP,
                STAMP,
                Optional.of(CALL),
                StreamOutcome.COMPLETED,
                Optional.empty(),
                Logs.of(List.of(1L, 2L))));
    List<StreamSessionEvent> all = new ArrayList<>();
    all.add(
        new StreamSessionEvent.BackupAsked(
            CALL,
            FakeNode.HOST,
            SHOP,
            StreamKind.FULL,
            STAMP,
            new StreamTerms(new Incarnation(7), Duration.ofSeconds(1), Duration.ofSeconds(1))));
    said.forEach(event -> all.add(new StreamSessionEvent.StreamReported(all.size(), event)));
    all.add(new StreamSessionEvent.BackupStored(CALL));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    var log = new EventLogWriter<>(out, EventLogKind.STREAM, ID, "1.0.0");
    for (int i = 0; i < events; i++) {
      log.append(AT.plusSeconds(i), all.get(i));
    }
    log.finish();
    return out.toByteArray();
  }

  @Test
  void streams_say_what_became_of_each() {
    Fault lost = Fault.of(Failure.HOST_UNREACHABLE, "gone");
    node.values.put(
        "/v1/streams",
        new StreamViews(
            List.of(
                good("s-good"),
                UNDER_WAY,
                view(
                    "s-stopped",
                    true,
                    Optional.of(StreamOutcome.ABORTED_BY_SERVER),
                    false,
                    Optional.of(Failure.BACKUP_ABORTED_BY_SERVER),
                    Optional.empty()),
                view("s-lost", true, Optional.empty(), false, Optional.empty(), Optional.of(lost)),
                view(
                    "s-given-up",
                    true,
                    Optional.of(StreamOutcome.COMPLETED),
                    false,
                    Optional.empty(),
                    Optional.empty()))));

    Typed typed = run("streams", "--open", "--limit", "7");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(node.requests).containsExactly("GET /v1/streams?limit=7&open=true");
    assertThat(typed.out().lines().map(line -> line.replaceAll(" +", " ")).toList())
        .containsExactly(
            "STREAM INSTANCE KIND PHASE BEGAN FILES RESULT",
            "s-good a/shop FULL OVER 2026-11-22 04:05:06Z 2 ok",
            "stream-1 a/shop FULL OPEN 2026-11-22 04:05:06Z 2 under way",
            "s-stopped a/shop FULL OVER 2026-11-22 04:05:06Z 2 ABORTED_BY_SERVER:"
                + " BACKUP_ABORTED_BY_SERVER",
            "s-lost a/shop FULL OVER 2026-11-22 04:05:06Z 2 " + lost,
            "s-given-up a/shop FULL OVER 2026-11-22 04:05:06Z 2 NOT STORED");
    assertThat(run("streams", "--limit", "0").exit()).isEqualTo(2);
  }

  @Test
  void show_tells_what_of_a_stream_was_read_when() throws Exception {
    node.values.put("/v1/streams/stream-1", good("stream-1"));
    node.values.put("/v1/sessions/stream-1/log", log(7));

    Typed typed = run("show", "stream-1");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out())
        .contains("stream    stream-1, version 7", "result    ok", "of        a/shop, FULL")
        .containsSubsequence(
            "04:05:06.000Z  BackupAsked",
            "04:05:07.000Z  StreamBegun",
            "04:05:08.000Z  FileFinished",
            "database cluster",
            "04:05:10.000Z  FileFinished",
            "log 3",
            "04:05:11.000Z  StreamEnded",
            "COMPLETED, to go when it is stored: 2 logs from 1 to 2",
            "04:05:12.000Z  BackupStored");
    assertThat(run("show", "stream-1", "-o", "json").out())
        .startsWith("{\"stream\":{\"session\":\"stream-1\",");
  }

  @Test
  void show_follows_a_stream_and_tells_of_each_event_once() throws Exception {
    // Its end is journaled between the first look and the second.
    Map<String, List<Object>> answers = new HashMap<>();
    answers.put("/v1/streams/stream-1", new ArrayList<>(List.of(UNDER_WAY, good("stream-1"))));
    answers.put("/v1/sessions/stream-1/log", new ArrayList<>(List.of(log(3), log(7))));
    answers.forEach(
        (path, all) ->
            node.handlers.put(
                path,
                exchange ->
                    FakeNode.answer(
                        exchange, 200, all.size() > 1 ? all.removeFirst() : all.getFirst())));

    Typed typed = run("show", "stream-1", "--follow");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out())
        .containsOnlyOnce("BackupAsked")
        .containsOnlyOnce("database cluster")
        .containsSubsequence("result    under way", "database cluster", "BackupStored")
        .contains("result    ok");
  }

  @Test
  void wait_ends_as_the_stream_did() {
    node.values.put("/v1/streams/stream-1", good("stream-1"));
    Typed typed = run("wait", "stream-1");
    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out()).isEqualTo("stream stream-1 OVER: ok\n");

    Optional<StreamOutcome> stopped = Optional.of(StreamOutcome.ABORTED_BY_SERVER);
    Optional<Failure> why = Optional.of(Failure.BACKUP_ABORTED_BY_SERVER);
    node.values.put(
        "/v1/streams/stream-1", view("stream-1", true, stopped, false, why, Optional.empty()));
    assertThat(run("wait", "stream-1").exit()).isEqualTo(10);
    Optional<Fault> gone = Optional.of(Fault.of(Failure.HOST_UNREACHABLE, "gone"));
    node.values.put(
        "/v1/streams/stream-1",
        view("stream-1", true, Optional.empty(), false, Optional.empty(), gone));
    assertThat(run("wait", "stream-1", "--for", "completed").exit())
        .isEqualTo(Failure.HOST_UNREACHABLE.exitCode().number());
  }

  @Test
  void wait_for_a_phase_of_a_stream_ends_when_it_has_come() {
    node.values.put("/v1/streams/stream-1", UNDER_WAY);

    assertThat(run("wait", "stream-1", "--for", "open").exit()).isZero();
    Typed late = run("wait", "stream-1", "--timeout", "50ms");
    assertThat(late.exit()).isEqualTo(14);
    assertThat(late.err()).contains("it is in OPEN", "lull abort stream-1");
    assertThat(run("wait", "stream-1", "--for", "stopped", "--timeout", "50ms").exit())
        .isEqualTo(14);
    assertThat(run("wait", "stream-1", "--for", "frozen").exit()).isEqualTo(2);
  }

  @Test
  void wait_follows_a_stream_to_its_end() {
    List<Object> views = new ArrayList<>(List.of(UNDER_WAY, good("stream-1")));
    node.handlers.put(
        "/v1/streams/stream-1",
        exchange ->
            FakeNode.answer(
                exchange, 200, views.size() > 1 ? views.removeFirst() : views.getFirst()));

    assertThat(run("wait", "stream-1").exit()).isZero();
  }

  @Test
  void abort_gives_a_stream_up() {
    node.values.put("/v1/streams/stream-1", good("stream-1"));
    node.values.put("POST /v1/streams/stream-1/abort", new StreamSessionReply.BackupGivenUp(CALL));

    Typed typed = run("abort", "stream-1");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out()).isEqualTo("stream stream-1 given up; no log goes\n");
    assertThat(node.requests).contains("POST /v1/streams/stream-1/abort");
    assertThat(run("abort", "stream-1", "--if-version", "3").exit()).isEqualTo(2);
  }

  @Test
  void abort_does_not_wait_until_it_is_known_what_to_abort() {
    node.handlers.put("/v1/streams/s-1", exchange -> FakeNode.answer(exchange, 503, "down"));
    String path = "POST /v1/sessions/s-1/abort";
    node.values.put(path, new SessionReply.Aborted(CALL, Set.of(), Set.of()));
    assertThat(run("abort", "s-1").exit()).isZero();

    // It may have been a stream.
    node.values.put(path, new SessionReply.Done(CALL));
    assertThat(run("abort", "s-1").exit()).isNotZero();
  }

  @Test
  void replay_plays_the_log_of_a_stream() throws Exception {
    Path file = directory.resolve("stream.jsonl");
    Files.write(file, log(7));

    Typed typed = run("replay", file.toString());

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out())
        .contains("FileFinished", "stream stream-1 · OVER · FULL of a/shop · 2 files · COMPLETED")
        .endsWith(" · stored\n");
    assertThat(run("replay", file.toString(), "-o", "json").out()).contains("\"stored\":true");
    Files.write(file, "{}\n".getBytes(StandardCharsets.UTF_8));
    Typed wrong = run("replay", file.toString());
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("line 1");
  }
}
