package io.lull.node.api;

import static io.lull.node.api.ApiNode.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamVerb;
import io.lull.wire.Wire;
import io.lull.wire.api.StreamSaid;
import io.lull.wire.api.StreamView;
import io.lull.wire.api.Ticket;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.zip.CRC32C;

/** Whoever calls the verbs of one stream, and fetches its files block by block. */
final class StreamCaller {
  static final HostId HOST = new HostId("alone");

  final String id = "stream-" + UUID.randomUUID();
  private final ApiNode api;
  private final InstanceId instance;
  private int requests;
  private Stamp stamp;

  /** What a body of frames says: bytes, and then the digest of all or why there are no more. */
  static final class Fetched {
    private final byte[] bytes;
    private final Optional<byte[]> digest;
    private final Optional<Fault> fault;

    Fetched(byte[] bytes, Optional<byte[]> digest, Optional<Fault> fault) {
      this.bytes = bytes;
      this.digest = digest;
      this.fault = fault;
    }

    byte[] bytes() {
      return bytes;
    }

    Optional<byte[]> digest() {
      return digest;
    }

    Optional<Fault> fault() {
      return fault;
    }
  }

  StreamCaller(ApiNode api, InstanceId instance) {
    this.api = api;
    this.instance = instance;
  }

  RequestId fresh() {
    return new RequestId("r-" + ++requests);
  }

  Stamp stamp() {
    return stamp;
  }

  /** Speaks under this one, whoever was given it. */
  void speakAs(Stamp other) {
    stamp = other;
  }

  HttpResponse<byte[]> post(StreamVerb verb) throws Exception {
    return api.post("/v1/streams/" + id + "/calls?for=30s", verb);
  }

  <T> T call(StreamVerb verb, Class<T> type) throws Exception {
    HttpResponse<byte[]> response = post(verb);
    assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
    return Wire.json().read(response.body(), type);
  }

  /** Has the host do something, whatever comes of it. */
  HttpResponse<byte[]> ask(Function<RequestId, StreamInput.OfSession> call) throws Exception {
    return post(new StreamVerb.PassOn(call.apply(fresh())));
  }

  StreamSaid pass(Function<RequestId, StreamInput.OfSession> call) throws Exception {
    return call(new StreamVerb.PassOn(call.apply(fresh())), StreamSaid.class);
  }

  void begin() throws Exception {
    StreamSessionReply reply =
        call(
            new StreamVerb.BeginBackup(fresh(), HOST, instance, StreamKind.FULL, Optional.empty()),
            StreamSessionReply.class);
    stamp = ((StreamSessionReply.BackupBegun) reply).stamp();
  }

  StreamInput.OfSession attachInfo(RequestId request) {
    return new StreamInput.GetAttachInfo(request, instance, stamp);
  }

  StreamInput.OfSession logInfo(RequestId request) {
    return new StreamInput.GetLogInfo(request, instance, stamp);
  }

  StreamInput.OfSession openFile(RequestId request, StreamFile file) {
    return new StreamInput.OpenFile(request, instance, stamp, file);
  }

  StreamInput.OfSession closeFile(RequestId request, long handle) {
    return new StreamInput.CloseFile(request, instance, stamp, handle);
  }

  StreamInput.OfSession truncate(RequestId request) {
    return new StreamInput.TruncateLog(request, instance, stamp);
  }

  StreamSaid open(StreamFile file) throws Exception {
    return pass(request -> openFile(request, file));
  }

  void close(StreamSaid opened) throws Exception {
    long handle = ((StreamReply.Opened) opened.reply()).handle();
    assertThat(pass(request -> closeFile(request, handle)).reply())
        .isInstanceOf(StreamReply.Closed.class);
  }

  StreamOutcome end() throws Exception {
    StreamReply reply =
        pass(r -> new StreamInput.EndStream(r, instance, stamp, EndMode.NORMAL, true)).reply();
    return ((StreamReply.Ended) reply).outcome();
  }

  StreamView view() throws Exception {
    return api.get("/v1/streams/" + id, StreamView.class);
  }

  HttpResponse<byte[]> data(String token, String query) throws Exception {
    return api.send(api.as(token, "/v1/data" + query).GET());
  }

  Fetched fetch(Ticket ticket, long offset) throws Exception {
    HttpResponse<byte[]> response = data(ticket.token(), "?offset=" + offset);
    assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
    return fetched(response);
  }

  /** All that a good answer brings. */
  static Fetched fetched(HttpResponse<byte[]> response) {
    ByteBuffer frames = ByteBuffer.wrap(response.body());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (frames.hasRemaining()) {
      int length = frames.getInt();
      if (length <= 0) {
        byte[] rest = new byte[length == 0 ? frames.remaining() : frames.getInt()];
        frames.get(rest);
        assertThat(frames.hasRemaining()).isFalse();
        return length == 0
            ? new Fetched(bytes.toByteArray(), Optional.of(rest), Optional.empty())
            : new Fetched(
                bytes.toByteArray(),
                Optional.empty(),
                Optional.of(Wire.json().read(rest, Fault.class)));
      }
      int sum = frames.getInt();
      byte[] block = new byte[length];
      frames.get(block);
      CRC32C crc = new CRC32C();
      crc.update(block);
      assertThat((int) crc.getValue()).isEqualTo(sum);
      bytes.writeBytes(block);
    }
    throw new AssertionError("expected an end, but the body stops after " + bytes.size());
  }
}
