package io.lull.writer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamReply;
import io.lull.wire.api.StreamSaid;
import io.lull.wire.api.Ticket;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** One session that streams one instance. */
final class Client {
  private final StreamStage stage;
  private final InstanceId instance;
  private final Stamp stamp;
  private Ticket ticket = new Ticket("nowhere", "none");
  private long handle;

  Client(StreamStage stage, InstanceId instance, Stamp stamp) {
    this.stage = stage;
    this.instance = instance;
    this.stamp = stamp;
  }

  Stamp stamp() {
    return stamp;
  }

  Ticket ticket() {
    return ticket;
  }

  long handle() {
    return handle;
  }

  StreamInput.BeginStream beginning(StreamKind kind) {
    return new StreamInput.BeginStream(stage.request(), instance, stamp, kind);
  }

  StreamReply begin(StreamKind kind) {
    return stage.ask(beginning(kind));
  }

  StreamReply attachInfo() {
    return stage.ask(new StreamInput.GetAttachInfo(stage.request(), instance, stamp));
  }

  StreamInput.OpenFile opening(StreamFile file) {
    return new StreamInput.OpenFile(stage.request(), instance, stamp, file);
  }

  StreamReply open(StreamFile file) {
    StreamSaid said = StreamStage.heard(stage.tell(opening(file)));
    if (said.reply() instanceof StreamReply.Opened opened) {
      handle = opened.handle();
      ticket = said.ticket().orElseThrow();
    }
    return said.reply();
  }

  BlockingQueue<StreamReply> reading(long offset, ByteBuffer into) {
    BlockingQueue<StreamReply> answer = new LinkedBlockingQueue<>();
    stage.instances().reader().read(ticket.token(), offset, into).thenAccept(answer::add);
    return answer;
  }

  StreamReply read(long offset, ByteBuffer into) {
    return StreamStage.taken(reading(offset, into));
  }

  StreamReply read() {
    return read(0, ByteBuffer.allocate(StreamStage.PIECE));
  }

  StreamInput.CloseFile closing() {
    return new StreamInput.CloseFile(stage.request(), instance, stamp, handle);
  }

  StreamReply close() {
    return stage.ask(closing());
  }

  StreamInput.GetLogInfo askingForLogs() {
    return new StreamInput.GetLogInfo(stage.request(), instance, stamp);
  }

  StreamReply logInfo() {
    return stage.ask(askingForLogs());
  }

  StreamReply truncateInfo() {
    return stage.ask(new StreamInput.GetTruncateLogInfo(stage.request(), instance, stamp));
  }

  StreamReply truncate() {
    return stage.ask(new StreamInput.TruncateLog(stage.request(), instance, stamp));
  }

  StreamInput.EndStream ending(EndMode mode) {
    return new StreamInput.EndStream(stage.request(), instance, stamp, mode, false);
  }

  StreamReply end(EndMode mode) {
    return stage.ask(ending(mode));
  }

  /** A call of every kind that would advance a stream, but reading, which takes a ticket. */
  List<StreamInput.StreamRequest> progress(StreamFile file) {
    return List.of(
        new StreamInput.GetAttachInfo(stage.request(), instance, stamp),
        opening(file),
        askingForLogs(),
        new StreamInput.GetTruncateLogInfo(stage.request(), instance, stamp),
        new StreamInput.TruncateLog(stage.request(), instance, stamp));
  }

  void confirmTruncation() {
    stage.instances().tell(new StreamInput.TruncationConfirmed(instance, stamp));
  }

  void reportsTaken(long number) {
    stage.instances().tell(new StreamInput.ReportsTaken(instance, stamp, number));
  }

  // Whole stretches of a stream, which have to go well.

  Client begun(StreamKind kind) {
    assertThat(begin(kind)).isInstanceOf(StreamReply.Begun.class);
    return this;
  }

  Client opened(StreamFile file) {
    assertThat(open(file)).isInstanceOf(StreamReply.Opened.class);
    return this;
  }

  /** Reads the open file to its end; returns all of it. */
  byte[] readAll() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (true) {
      ByteBuffer piece = ByteBuffer.allocate(StreamStage.PIECE);
      StreamReply reply = read(all.size(), piece);
      assertThat(reply).isInstanceOf(StreamReply.Read.class);
      int bytes = ((StreamReply.Read) reply).bytes();
      all.write(piece.array(), 0, bytes);
      if (bytes < StreamStage.PIECE) {
        return all.toByteArray();
      }
    }
  }

  Client copied(StreamFile... files) {
    for (StreamFile file : files) {
      opened(file);
      readAll();
      assertThat(close()).isInstanceOf(StreamReply.Closed.class);
    }
    return this;
  }

  Client logsKnown() {
    assertThat(logInfo()).isInstanceOf(StreamReply.LogInfo.class);
    return this;
  }

  /** A full stream of both databases and every log, before TruncateLog and End. */
  Client fullRead() {
    begun(StreamKind.FULL)
        .copied(StreamStage.file(StreamStage.USERS), StreamStage.file(StreamStage.ORDERS));
    StreamReply.LogInfo info = (StreamReply.LogInfo) logInfo();
    info.required().generations().forEach(generation -> copied(StreamStage.log(generation)));
    return this;
  }

  Client truncated() {
    assertThat(truncate()).isInstanceOf(StreamReply.Truncated.class);
    return this;
  }

  Client completed() {
    assertThat(end(EndMode.NORMAL))
        .isInstanceOfSatisfying(
            StreamReply.Ended.class, ended -> assertThat(ended.outcome().failure()).isEmpty());
    return this;
  }
}
