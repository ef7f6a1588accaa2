package io.lull.node.api;

import static io.lull.node.api.ApiNode.problem;
import static io.lull.node.api.ApiNode.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
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
import io.lull.wire.api.InstanceViews;
import io.lull.wire.api.StreamSaid;
import io.lull.wire.api.StreamView;
import io.lull.wire.api.StreamViews;
import io.lull.wire.api.Ticket;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream of a real directory, verb by verb and block by block over real sockets. */
class StreamApiTest {
  private static final int BLOCK = 1 << 20;
  private static final int BIG = 3 * BLOCK + 77;
  private static final HostId HOST = new HostId("alone");
  private static final InstanceId INSTANCE = new InstanceId("files");
  private static final StreamFile FILES = new StreamFile.DatabaseFile(new DatabaseId("files"));

  @TempDir static Path directory;
  private static ApiNode api;

  private final String id = "stream-" + UUID.randomUUID();
  private int requests;
  private Stamp stamp;

  /** What a body of frames says. */
  private static final class Fetched {
    private final byte[] bytes;
    private final Optional<byte[]> digest;

    Fetched(byte[] bytes, Optional<byte[]> digest) {
      this.bytes = bytes;
      this.digest = digest;
    }

    byte[] bytes() {
      return bytes;
    }

    Optional<byte[]> digest() {
      return digest;
    }
  }

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

  @AfterEach
  void giveUp() throws Exception {
    var _ = api.send(api.as("o", "/v1/streams/" + id + "/abort").POST(BodyPublishers.noBody()));
  }

  private RequestId fresh() {
    return new RequestId("r-" + ++requests);
  }

  private HttpResponse<byte[]> post(StreamVerb verb) throws Exception {
    return api.post("/v1/streams/" + id + "/calls?for=30s", verb);
  }

  private <T> T call(StreamVerb verb, Class<T> type) throws Exception {
    HttpResponse<byte[]> response = post(verb);
    assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
    return Wire.json().read(response.body(), type);
  }

  private StreamSaid pass(Function<RequestId, StreamInput.OfSession> call) throws Exception {
    return call(new StreamVerb.PassOn(call.apply(fresh())), StreamSaid.class);
  }

  private void begin() throws Exception {
    StreamSessionReply reply =
        call(
            new StreamVerb.BeginBackup(fresh(), HOST, INSTANCE, StreamKind.FULL, Optional.empty()),
            StreamSessionReply.class);
    stamp = ((StreamSessionReply.BackupBegun) reply).stamp();
  }

  private StreamSaid open(StreamFile file) throws Exception {
    return pass(request -> new StreamInput.OpenFile(request, INSTANCE, stamp, file));
  }

  private void close(StreamSaid opened) throws Exception {
    long handle = ((StreamReply.Opened) opened.reply()).handle();
    assertThat(pass(r -> new StreamInput.CloseFile(r, INSTANCE, stamp, handle)).reply())
        .isInstanceOf(StreamReply.Closed.class);
  }

  private StreamOutcome end() throws Exception {
    StreamReply reply =
        pass(r -> new StreamInput.EndStream(r, INSTANCE, stamp, EndMode.NORMAL, true)).reply();
    return ((StreamReply.Ended) reply).outcome();
  }

  private static HttpResponse<byte[]> data(String token, String query) throws Exception {
    return api.send(api.as(token, "/v1/data" + query).GET());
  }

  private static Fetched fetch(Ticket ticket, long offset) throws Exception {
    HttpResponse<byte[]> response = data(ticket.token(), "?offset=" + offset);
    assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
    ByteBuffer frames = ByteBuffer.wrap(response.body());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (frames.hasRemaining()) {
      int length = frames.getInt();
      if (length <= 0) {
        byte[] rest = new byte[length == 0 ? frames.remaining() : frames.getInt()];
        frames.get(rest);
        assertThat(frames.hasRemaining()).isFalse();
        if (length < 0) {
          throw new AssertionError(Wire.json().read(rest, Fault.class).toString());
        }
        return new Fetched(bytes.toByteArray(), Optional.of(rest));
      }
      int sum = frames.getInt();
      byte[] block = new byte[length];
      frames.get(block);
      CRC32C crc = new CRC32C();
      crc.update(block);
      assertThat((int) crc.getValue()).isEqualTo(sum);
      bytes.write(block);
    }
    throw new AssertionError("expected an end, but the body stops after " + bytes.size());
  }

  @Test
  void aStreamGoesFromItsBeginningToItsConfirmation() throws Exception {
    begin();
    assertThat(pass(r -> new StreamInput.GetAttachInfo(r, INSTANCE, stamp)).reply())
        .isInstanceOf(StreamReply.AttachInfo.class);
    StreamSaid opened = open(FILES);
    Ticket ticket = opened.ticket().orElseThrow();
    assertThat(ticket.address()).isEqualTo("http://127.0.0.1:" + api.port);
    Fetched whole = fetch(ticket, 0);
    assertThat(whole.bytes()).hasSizeGreaterThan(BIG);
    byte[] sha = MessageDigest.getInstance("SHA-256").digest(whole.bytes());
    assertThat(whole.digest()).hasValueSatisfying(digest -> assertThat(digest).isEqualTo(sha));
    Fetched rest = fetch(ticket, 2 * BLOCK);
    assertThat(rest.bytes())
        .isEqualTo(Arrays.copyOfRange(whole.bytes(), 2 * BLOCK, whole.bytes().length));
    assertThat(rest.digest()).hasValueSatisfying(digest -> assertThat(digest).isEqualTo(sha));
    close(opened);
    assertThat(pass(r -> new StreamInput.GetLogInfo(r, INSTANCE, stamp)).reply())
        .isInstanceOf(StreamReply.LogInfo.class);
    StreamSaid log = open(new StreamFile.LogFile(1));
    assertThat(fetch(log.ticket().orElseThrow(), 0).digest()).isPresent();
    close(log);
    assertThat(end()).isEqualTo(StreamOutcome.COMPLETED);
    assertThat(call(new StreamVerb.ConfirmStored(fresh()), StreamSessionReply.class))
        .isInstanceOf(StreamSessionReply.Stored.class);

    StreamView view = api.get("/v1/streams/" + id, StreamView.class);
    assertThat(view.stored()).isTrue();
    assertThat(view.files()).isEqualTo(2);
    assertThat(view.over()).isTrue();
    assertThat(api.get("/v1/streams?limit=1000", StreamViews.class).streams()).contains(view);
    assertThat(api.get("/v1/streams?open=true", StreamViews.class).streams()).doesNotContain(view);
    byte[] journaled = api.get("/v1/sessions/" + id + "/log").body();
    EventLog<StreamSessionEvent> read =
        EventLogReader.read(new ByteArrayInputStream(journaled), EventLogKind.STREAM);
    assertThat(Replay.stream(read).isBackup()).isTrue();
    problem(api.get("/v1/sessions/nobody/log"), 404);
    Scrape scrape = Scrape.of(text(api.get("/metrics")));
    String[] labels = {"host", "alone", "lull_instance", "files"};
    assertThat(scrape.value("lull_streams_bytes_total", labels)).isGreaterThan(BIG);
    assertThat(scrape.value("lull_streams_open", labels)).isZero();
    assertThat(scrape.value("lull_streams_ended_total", "outcome", "stored")).isPositive();
  }

  @Test
  void aStopIsHeardBetweenBlocksAndIsTheOutcome() throws Exception {
    begin();
    StreamSaid opened = open(FILES);
    Ticket ticket = opened.ticket().orElseThrow();
    assertThat(fetch(ticket, 0).digest()).isPresent();
    assertThat(api.get("/v1/streams?open=true", StreamViews.class).streams())
        .extracting(StreamView::session)
        .containsExactly(new SessionId(id));
    assertThat(api.get("/v1/instances", InstanceViews.class).instances().getFirst().stream())
        .isPresent();

    HttpResponse<byte[]> stopped =
        api.send(api.as("o", "/v1/stop-backup").POST(BodyPublishers.noBody()));
    assertThat(Wire.json().read(stopped.body(), StreamReply.class))
        .isInstanceOf(StreamReply.Stopped.class);

    assertThat(problem(data(ticket.token(), "?offset=" + BLOCK), 409).failure())
        .isEqualTo(Failure.BACKUP_ABORTED_BY_SERVER);
    assertThat(problem(post(new StreamVerb.PassOn(attachInfo())), 409).failure())
        .isEqualTo(Failure.BACKUP_ABORTED_BY_SERVER);
    close(opened);
    assertThat(end()).isEqualTo(StreamOutcome.ABORTED_BY_SERVER);
    assertThat(api.get("/v1/instances", InstanceViews.class).instances().getFirst().phase())
        .isEqualTo(StreamPhase.NOT_STARTED);
  }

  private StreamInput.GetAttachInfo attachInfo() {
    return new StreamInput.GetAttachInfo(fresh(), INSTANCE, stamp);
  }

  @Test
  void whoHasNoTicketReadsNothing() throws Exception {
    begin();
    Ticket ticket = open(FILES).ticket().orElseThrow();
    HttpRequest.Builder nameless = api.request("/v1/data").GET();
    problem(api.send(nameless), 401);
    for (String wrong : new String[] {"v", "o", ticket.token() + "A", "x".repeat(5000)}) {
      assertThat(problem(data(wrong, ""), 403).failure()).isEqualTo(Failure.ACCESS_DENIED);
    }
    problem(data(ticket.token(), "?offset=4096"), 400);
    problem(data(ticket.token(), "?offset=-1"), 400);
    problem(data(ticket.token(), "?offset=" + Long.MAX_VALUE), 400);
  }

  @Test
  void aStreamThatNobodyHasBegunIsNone() throws Exception {
    problem(api.get("/v1/streams/" + id), 404);
    stamp =
        new Stamp(new SessionId(id), new SetId(id), Epoch.FIRST, Incarnation.FIRST, SlotEpoch.NONE);
    assertThat(problem(post(new StreamVerb.PassOn(attachInfo())), 400).failure())
        .isEqualTo(Failure.NO_BACKUP);
    HttpResponse<byte[]> viewer =
        api.send(
            api.as("v", "/v1/streams/" + id + "/calls")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
    problem(viewer, 403);
  }
}
