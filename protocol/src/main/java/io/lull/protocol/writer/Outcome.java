package io.lull.protocol.writer;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterEffect.DisarmLease;
import io.lull.protocol.writer.WriterEffect.LogRecord;
import io.lull.protocol.writer.WriterEffect.WriteLog;
import io.lull.protocol.writer.WriterEvent.HoldEnded;
import io.lull.protocol.writer.WriterEvent.LogHandedOver;
import io.lull.protocol.writer.WriterEvent.LogKept;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what a rule decides, and knows the state that its events have led to so far. */
final class Outcome {
  private final Uptime now;
  private final List<WriterEvent> events = new ArrayList<>();
  private final List<WriterEffect> effects = new ArrayList<>();
  private final List<WriterReply> replies = new ArrayList<>();
  private Writer writer;

  Outcome(Writer writer, Uptime now) {
    this.writer = writer;
    this.now = now;
  }

  Writer writer() {
    return writer;
  }

  Uptime now() {
    return now;
  }

  WriterSession session(SessionKey key) {
    return writer.known(key);
  }

  /** The number of the next call; it is taken by the event that records the call. */
  long nextCall() {
    return writer.calls() + 1;
  }

  void event(WriterEvent event) {
    events.add(event);
    writer = WriterEvents.apply(writer, event);
  }

  void effect(WriterEffect effect) {
    effects.add(effect);
  }

  void reply(WriterReply reply) {
    replies.add(reply);
  }

  void add(Decision<WriterEvent, WriterEffect, WriterReply> decision) {
    decision.events().forEach(this::event);
    decision.effects().forEach(this::effect);
    decision.replies().forEach(this::reply);
  }

  void log(SessionKey key, Fault fault) {
    log(new LogRecord(Optional.of(key.session()), key.set(), fault));
  }

  /** Logs now, or keeps it in memory: a log may lie on the very disk that stands still. */
  void log(LogRecord log) {
    if (writer.holds().isEmpty()) {
      effect(new WriteLog(log));
    } else {
      event(new LogKept(log));
    }
  }

  /** A hold is over; with the last one the log is free again. */
  void holdEnded(WriterHold hold) {
    event(new HoldEnded(hold.number()));
    effect(new DisarmLease(hold.set(), hold.number()));
    if (writer.holds().isEmpty() && !writer.log().isEmpty()) {
      List<LogRecord> kept = writer.log();
      event(new LogHandedOver());
      kept.forEach(log -> effect(new WriteLog(log)));
    }
  }

  Decision<WriterEvent, WriterEffect, WriterReply> decision() {
    return new Decision<>(events, effects, replies);
  }
}
