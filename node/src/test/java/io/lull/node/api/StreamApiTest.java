package io.lull.node.api;

import static io.lull.node.api.ApiNode.problem;
import static io.lull.node.api.ApiNode.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.StreamPhase;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamVerb;
import io.lull.wire.EventLog;
import io.lull.wire.EventLogKind;
import io.lull.wire.EventLogReader;
import io.lull.wire.Replay;
import io.lull.wire.Wire;
import io.lull.wire.api.InstanceView;
import io.lull.wire.api.InstanceViews;
import io.lull.wire.api.OperationTimeline;
import io.lull.wire.api.StreamSaid;
import io.lull.wire.api.StreamView;
import io.lull.wire.api.StreamViews;
import io.lull.wire.api.Ticket;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream of a real directory, verb by verb and block by block over real sockets. */
class StreamApiTest {
  private static final int BLOCK = 1 << 20;
  private static final int BIG = 3 * BLOCK + 77;
  private static final InstanceId INSTANCE = new InstanceId("files");
  private static final StreamFile FILES = new StreamFile.DatabaseFile(new DatabaseId("files"));

  @TempDir static Path directory;
  private static ApiNode api;

  private StreamCaller caller;

  @BeforeAll
  static void start() throws Exception {
    Path files = Files.createDirectory(directory.resolve("files"));
    byte[] big = new byte[BIG];
    new Random(7).nextBytes(big);
    Files.write(files.resolve("big"), big);
    api =
        ApiNode.start(
            directory, "lull.instances.files { kind = directory, path = \"" + files + "\" }");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void call() {
    caller = new StreamCaller(api, INSTANCE);
  }

  @AfterEach
  void giveUp() throws Exception {
    var _ =
        api.send(api.as("o", "/v1/streams/" + caller.id + "/abort").POST(BodyPublishers.noBody()));
  }

  @Test
  void aStreamGoesFromItsBeginningToItsConfirmation() throws Exception {
    caller.begin();
    assertThat(caller.pass(caller::attachInfo).reply()).isInstanceOf(StreamReply.AttachInfo.class);
    StreamSaid opened = caller.open(FILES);
    Ticket ticket = opened.ticket().orElseThrow();
    assertThat(ticket.address()).isEqualTo("http://127.0.0.1:" + api.port);
    StreamCaller.Fetched whole = caller.fetch(ticket, 0);
    assertThat(whole.bytes()).hasSizeGreaterThan(BIG);
    byte[] sha = MessageDigest.getInstance("SHA-256").digest(whole.bytes());
    assertThat(whole.digest()).hasValueSatisfying(digest -> assertThat(digest).isEqualTo(sha));
    StreamCaller.Fetched rest = caller.fetch(ticket, 2 * BLOCK);
    assertThat(rest.bytes())
        .isEqualTo(Arrays.copyOfRange(whole.bytes(), 2 * BLOCK, whole.bytes().length));
    assertThat(rest.digest()).hasValueSatisfying(digest -> assertThat(digest).isEqualTo(sha));
    caller.close(opened);
    assertThat(caller.pass(caller::logInfo).reply()).isInstanceOf(StreamReply.LogInfo.class);
    StreamSaid log = caller.open(new StreamFile.LogFile(1));
    assertThat(caller.fetch(log.ticket().orElseThrow(), 0).digest()).isPresent();
    caller.close(log);
    assertThat(caller.end()).isEqualTo(StreamOutcome.COMPLETED);
    assertThat(caller.call(new StreamVerb.ConfirmStored(caller.fresh()), StreamSessionReply.class))
        .isInstanceOf(StreamSessionReply.Stored.class);

    StreamView view = caller.view();
    assertThat(view.stored()).isTrue();
    assertThat(view.files()).isEqualTo(2);
    assertThat(view.over()).isTrue();
    assertThat(api.get("/v1/streams?limit=1000", StreamViews.class).streams()).contains(view);
    assertThat(api.get("/v1/streams?open=true", StreamViews.class).streams()).doesNotContain(view);
    byte[] journaled = api.get("/v1/sessions/" + caller.id + "/log").body();
    EventLog<StreamSessionEvent> read =
        EventLogReader.read(new ByteArrayInputStream(journaled), EventLogKind.STREAM);
    assertThat(Replay.stream(read).isBackup()).isTrue();
    problem(api.get("/v1/sessions/nobody/log"), 404);
    OperationTimeline told =
        api.get("/v1/streams/" + caller.id + "/timeline", OperationTimeline.class);
    assertThat(told.spans())
        .extracting(span -> span.who() + " " + span.deed())
        .contains("alone/files OPEN", "database files READING", "logs READING");
    assertThat(told.milestones().getLast().what()).isEqualTo("stored");
    problem(api.get("/v1/streams/nobody/timeline"), 404);
    Scrape scrape = Scrape.of(text(api.get("/metrics")));
    String[] labels = {"host", "alone", "lull_instance", "files"};
    assertThat(scrape.value("lull_streams_bytes_total", labels)).isGreaterThan(BIG);
    assertThat(scrape.value("lull_streams_open", labels)).isZero();
    assertThat(scrape.value("lull_streams_ended_total", "outcome", "stored")).isPositive();
  }

  @Test
  void aStopIsHeardBetweenBlocksAndIsTheOutcome() throws Exception {
    caller.begin();
    StreamSaid opened = caller.open(FILES);
    Ticket ticket = opened.ticket().orElseThrow();
    assertThat(caller.fetch(ticket, 0).digest()).isPresent();
    assertThat(api.get("/v1/streams?open=true", StreamViews.class).streams())
        .extracting(StreamView::session)
        .containsExactly(new SessionId(caller.id));
    assertThat(api.get("/v1/instances", InstanceViews.class).instances().getFirst().stream())
        .flatMap(InstanceView.Open::reading)
        .hasValueSatisfying(
            reading -> {
              assertThat(reading.file()).isEqualTo(FILES);
              assertThat(reading.size()).isGreaterThan(BIG);
              assertThat(reading.covered()).isEqualTo(reading.size());
            });

    HttpResponse<byte[]> stopped =
        api.send(api.as("o", "/v1/stop-backup").POST(BodyPublishers.noBody()));
    assertThat(Wire.json().read(stopped.body(), StreamReply.class))
        .isInstanceOfSatisfying(
            StreamReply.Stopped.class,
            said -> assertThat(said.session()).contains(new SessionId(caller.id)));

    assertThat(problem(caller.data(ticket.token(), "?offset=" + BLOCK), 409).failure())
        .isEqualTo(Failure.BACKUP_ABORTED_BY_SERVER);
    assertThat(problem(caller.ask(caller::attachInfo), 409).failure())
        .isEqualTo(Failure.BACKUP_ABORTED_BY_SERVER);
    caller.close(opened);
    assertThat(caller.end()).isEqualTo(StreamOutcome.ABORTED_BY_SERVER);
    assertThat(api.get("/v1/instances", InstanceViews.class).instances().getFirst().phase())
        .isEqualTo(StreamPhase.NOT_STARTED);
  }

  @Test
  void whoHasNoTicketReadsNothing() throws Exception {
    caller.begin();
    Ticket ticket = caller.open(FILES).ticket().orElseThrow();
    HttpRequest.Builder nameless = api.request("/v1/data").GET();
    problem(api.send(nameless), 401);
    for (String wrong : new String[] {"v", "o", ticket.token() + "A", "x".repeat(5000)}) {
      assertThat(problem(caller.data(wrong, ""), 403).failure()).isEqualTo(Failure.ACCESS_DENIED);
    }
    problem(caller.data(ticket.token(), "?offset=4096"), 400);
    problem(caller.data(ticket.token(), "?offset=-1"), 400);
    problem(caller.data(ticket.token(), "?offset=" + Long.MAX_VALUE), 400);
  }

  @Test
  void aStreamThatNobodyHasBegunIsNone() throws Exception {
    problem(api.get("/v1/streams/" + caller.id), 404);
    caller.speakAs(
        new Stamp(
            new SessionId(caller.id),
            new SetId(caller.id),
            Epoch.FIRST,
            Incarnation.FIRST,
            SlotEpoch.NONE));
    assertThat(problem(caller.ask(caller::attachInfo), 400).failure()).isEqualTo(Failure.NO_BACKUP);
    HttpResponse<byte[]> viewer =
        api.send(
            api.as("v", "/v1/streams/" + caller.id + "/calls")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
    problem(viewer, 403);
  }
}
