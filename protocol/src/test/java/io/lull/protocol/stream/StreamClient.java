package io.lull.protocol.stream;

import static io.lull.protocol.stream.StreamFixture.FILE_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.StreamInput.BeginStream;
import io.lull.protocol.stream.StreamInput.CloseFile;
import io.lull.protocol.stream.StreamInput.EndStream;
import io.lull.protocol.stream.StreamInput.GetAttachInfo;
import io.lull.protocol.stream.StreamInput.GetLogInfo;
import io.lull.protocol.stream.StreamInput.GetTruncateLogInfo;
import io.lull.protocol.stream.StreamInput.OfSession;
import io.lull.protocol.stream.StreamInput.OpenFile;
import io.lull.protocol.stream.StreamInput.ReadFile;
import io.lull.protocol.stream.StreamInput.TruncateLog;
import io.lull.protocol.stream.StreamInput.TruncationConfirmed;
import java.util.List;

/** One session that streams one instance. */
public final class StreamClient {
  private final StreamFixture fixture;
  private final InstanceId instance;
  private final Stamp stamp;
  private long handle;

  StreamClient(StreamFixture fixture, InstanceId instance, Stamp stamp) {
    this.fixture = fixture;
    this.instance = instance;
    this.stamp = stamp;
  }

  /** The same session, spoken for by a later coordinator. */
  public StreamClient at(Epoch epoch) {
    Stamp newer = new Stamp(stamp.session(), stamp.set(), epoch, stamp.incarnation(), stamp.slot());
    StreamClient later = new StreamClient(fixture, instance, newer);
    later.handle = handle;
    return later;
  }

  /** The same session on a fork of its host. */
  public StreamClient on(StreamFixture fork) {
    StreamClient there = new StreamClient(fork, instance, stamp);
    there.handle = handle;
    return there;
  }

  public Stamp stamp() {
    return stamp;
  }

  public long handle() {
    return handle;
  }

  public StreamReply begin(StreamKind kind) {
    return fixture.ask(beginning(kind));
  }

  public BeginStream beginning(StreamKind kind) {
    return new BeginStream(fixture.request(), instance, stamp, kind);
  }

  public StreamReply attachInfo() {
    return fixture.ask(new GetAttachInfo(fixture.request(), instance, stamp));
  }

  public StreamReply open(DatabaseId database) {
    return open(StreamFixture.file(database));
  }

  public StreamReply open(StreamFile file) {
    StreamReply reply = fixture.ask(opening(file));
    if (reply instanceof StreamReply.Opened opened) {
      handle = opened.handle();
    }
    return reply;
  }

  public OpenFile opening(StreamFile file) {
    return new OpenFile(fixture.request(), instance, stamp, file);
  }

  /** Reads the open file whole. */
  public StreamReply read() {
    return read(0, FILE_BYTES);
  }

  public StreamReply read(long offset, int length) {
    return fixture.ask(reading(offset, length));
  }

  public ReadFile reading() {
    return reading(0, FILE_BYTES);
  }

  public ReadFile reading(long offset, int length) {
    return new ReadFile(fixture.request(), instance, stamp, handle, offset, length);
  }

  public StreamReply close() {
    return fixture.ask(closing());
  }

  public CloseFile closing() {
    return new CloseFile(fixture.request(), instance, stamp, handle);
  }

  public StreamReply logInfo() {
    return fixture.ask(askingForLogs());
  }

  public GetLogInfo askingForLogs() {
    return new GetLogInfo(fixture.request(), instance, stamp);
  }

  public StreamReply truncateInfo() {
    return fixture.ask(new GetTruncateLogInfo(fixture.request(), instance, stamp));
  }

  public StreamReply truncate() {
    return fixture.ask(new TruncateLog(fixture.request(), instance, stamp));
  }

  public StreamReply end(EndMode mode) {
    return end(mode, false);
  }

  public StreamReply end(EndMode mode, boolean truncateDone) {
    return fixture.ask(ending(mode, truncateDone));
  }

  public EndStream ending(EndMode mode, boolean truncateDone) {
    return new EndStream(fixture.request(), instance, stamp, mode, truncateDone);
  }

  public void confirmTruncation() {
    fixture.give(new TruncationConfirmed(instance, stamp));
  }

  /** One new call of every kind; in a running stream with a file open nearly all would go well. */
  public List<OfSession> everyCall() {
    List<OfSession> calls =
        List.of(
            beginning(StreamKind.FULL),
            new GetAttachInfo(fixture.request(), instance, stamp),
            opening(StreamFixture.file(StreamFixture.USERS)),
            reading(0, FILE_BYTES),
            closing(),
            askingForLogs(),
            new GetTruncateLogInfo(fixture.request(), instance, stamp),
            new TruncateLog(fixture.request(), instance, stamp),
            ending(EndMode.NORMAL, false));
    assertThat(calls)
        .extracting(call -> (Object) call.getClass())
        .containsExactlyInAnyOrder((Object[]) OfSession.class.getPermittedSubclasses());
    return calls;
  }

  // Whole stretches of a stream, which have to go well.

  public StreamClient begun(StreamKind kind) {
    assertThat(begin(kind)).isInstanceOf(StreamReply.Begun.class);
    return this;
  }

  public StreamClient opened(StreamFile file) {
    assertThat(open(file)).isInstanceOf(StreamReply.Opened.class);
    return this;
  }

  public StreamClient copied(StreamFile... files) {
    for (StreamFile file : files) {
      opened(file);
      assertThat(read()).isInstanceOf(StreamReply.Read.class);
      assertThat(close()).isInstanceOf(StreamReply.Closed.class);
    }
    return this;
  }

  public StreamClient logsKnown() {
    assertThat(logInfo()).isInstanceOf(StreamReply.LogInfo.class);
    return this;
  }

  /** A full stream of both databases and every log, before TruncateLog and End. */
  public StreamClient fullRead() {
    return begun(StreamKind.FULL)
        .copied(StreamFixture.file(StreamFixture.USERS), StreamFixture.file(StreamFixture.ORDERS))
        .logsKnown()
        .copied(StreamFixture.log(6));
  }

  public StreamClient truncated() {
    assertThat(truncate()).isInstanceOf(StreamReply.Truncated.class);
    return this;
  }

  public StreamClient completed() {
    assertThat(end(EndMode.NORMAL))
        .isInstanceOfSatisfying(
            StreamReply.Ended.class,
            ended -> assertThat(ended.outcome()).isEqualTo(StreamOutcome.COMPLETED));
    return this;
  }
}
