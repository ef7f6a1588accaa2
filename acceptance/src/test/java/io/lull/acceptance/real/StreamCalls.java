package io.lull.acceptance.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamVerb;
import io.lull.wire.Wire;
import io.lull.wire.api.Problem;
import io.lull.wire.api.StreamSaid;
import io.lull.wire.api.Ticket;
import java.io.DataInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.UUID;

/**
 * One stream of the instance {@code db} over HTTP, whose calls come in whatever order somebody
 * likes, and not in that of the program.
 */
final class StreamCalls {
  private static final InstanceId DB = new InstanceId("db");
  private static final HostId HOST = new HostId("alone");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int SHA256 = 32;

  private final String node;
  private final String token;
  private final SessionId session = new SessionId("stream-" + UUID.randomUUID());
  private int requests;
  private Stamp stamp;

  StreamCalls(String node, String token) {
    this.node = node;
    this.token = token;
  }

  /** What the host is asked, once it is known under which request and stamp. */
  @FunctionalInterface
  interface OfStream {
    StreamInput.OfSession call(RequestId request, InstanceId instance, Stamp stamp);
  }

  private RequestId fresh() {
    requests++;
    return new RequestId("r-" + requests);
  }

  private static HttpRequest.Builder request(String to, String token) {
    return HttpRequest.newBuilder(URI.create(to)).header("Authorization", "Bearer " + token);
  }

  private HttpResponse<byte[]> post(StreamVerb verb) throws Exception {
    return HTTP.send(
        request(node + "/v1/streams/" + session + "/calls?for=30s", token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(Wire.json().write(verb)))
            .build(),
        BodyHandlers.ofByteArray());
  }

  private <T> T answer(StreamVerb verb, Class<T> type) throws Exception {
    HttpResponse<byte[]> response = post(verb);
    assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(200);
    return Wire.json().read(response.body(), type);
  }

  private Failure failure(StreamVerb verb) throws Exception {
    HttpResponse<byte[]> response = post(verb);
    assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isNotEqualTo(200);
    return Wire.json().read(response.body(), Problem.class).failure();
  }

  private StreamVerb opening(StreamKind kind) {
    return new StreamVerb.BeginBackup(fresh(), HOST, DB, kind, Optional.empty());
  }

  void begin(StreamKind kind) throws Exception {
    StreamSessionReply reply = answer(opening(kind), StreamSessionReply.class);
    stamp = ((StreamSessionReply.BackupBegun) reply).stamp();
  }

  /** Why no such stream begins. */
  Failure notBegun(StreamKind kind) throws Exception {
    return failure(opening(kind));
  }

  private StreamSaid said(OfStream call) throws Exception {
    return answer(new StreamVerb.PassOn(call.call(fresh(), DB, stamp)), StreamSaid.class);
  }

  <A extends StreamReply> A ask(Class<A> answer, OfStream call) throws Exception {
    return answer.cast(said(call).reply());
  }

  /** Why the host does not do this. */
  Failure refused(OfStream call) throws Exception {
    return failure(new StreamVerb.PassOn(call.call(fresh(), DB, stamp)));
  }

  /** Begins a new log, and says which have to be read. */
  Logs logs() throws Exception {
    return ask(StreamReply.LogInfo.class, StreamInput.GetLogInfo::new).required();
  }

  Logs truncate() throws Exception {
    return ask(StreamReply.Truncated.class, StreamInput.TruncateLog::new).logs();
  }

  StreamReply.Ended end(EndMode mode) throws Exception {
    return ask(
        StreamReply.Ended.class,
        (request, instance, by) -> new StreamInput.EndStream(request, instance, by, mode, false));
  }

  void confirm() throws Exception {
    assertThat(answer(new StreamVerb.ConfirmStored(fresh()), StreamSessionReply.class))
        .isInstanceOf(StreamSessionReply.Stored.class);
  }

  /** Why nobody can say that it is stored. */
  Failure notConfirmed() throws Exception {
    return failure(new StreamVerb.ConfirmStored(fresh()));
  }

  /** Leaves nothing open, whatever has become of it. */
  void giveUp() throws Exception {
    var _ = post(new StreamVerb.AbortBackup(fresh()));
  }

  void readDatabases() throws Exception {
    for (DatabaseId database :
        ask(StreamReply.AttachInfo.class, StreamInput.GetAttachInfo::new).databases()) {
      close(readOpen(new StreamFile.DatabaseFile(database)));
    }
  }

  void read(Logs logs) throws Exception {
    for (long generation : logs.generations()) {
      close(readOpen(new StreamFile.LogFile(generation)));
    }
  }

  /** Reads a file to its end, and leaves it open under this handle. */
  long readOpen(StreamFile file) throws Exception {
    StreamSaid opened =
        said((request, instance, by) -> new StreamInput.OpenFile(request, instance, by, file));
    Ticket ticket = opened.ticket().orElseThrow();
    HttpRequest fetch =
        request(ticket.address() + "/v1/data?offset=0", ticket.token()).GET().build();
    try (DataInputStream frames =
        new DataInputStream(HTTP.send(fetch, BodyHandlers.ofInputStream()).body())) {
      for (int length = frames.readInt(); length != 0; length = frames.readInt()) {
        assertThat(length).as("a block of %s", file).isPositive();
        frames.skipNBytes(Integer.BYTES + length);
      }
      frames.skipNBytes(SHA256);
    }
    return ((StreamReply.Opened) opened.reply()).handle();
  }

  void close(long handle) throws Exception {
    var _ =
        ask(
            StreamReply.Closed.class,
            (request, instance, by) -> new StreamInput.CloseFile(request, instance, by, handle));
  }
}
