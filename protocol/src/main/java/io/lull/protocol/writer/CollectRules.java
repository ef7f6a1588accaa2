package io.lull.protocol.writer;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterEffect.InterruptHandler;
import io.lull.protocol.writer.WriterEvent.SessionBuried;
import io.lull.protocol.writer.WriterInput.CollectAbandoned;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Sessions that nobody ends do not stay for ever; one that may hold something always does. */
final class CollectRules {
  private CollectRules() {}

  static Decision<WriterEvent, WriterEffect, WriterReply> collect(
      Writer writer, CollectAbandoned input, Uptime now) {
    Duration limit = writer.limits().abandonedSession();
    Outcome outcome = new Outcome(writer, now);
    List<WriterSession> abandoned =
        withoutHold(writer).filter(session -> !now.isBefore(session.active().plus(limit))).toList();
    abandoned.forEach(
        session -> forget(outcome, session, "to be ended", "nothing was heard for " + limit));
    return outcome.decision();
  }

  /** Lets the oldest session make room for a new one; false if none can. */
  static boolean makeRoom(Outcome outcome) {
    while (outcome.writer().sessions().size() >= outcome.writer().limits().writerSessions()) {
      Optional<WriterSession> oldest =
          withoutHold(outcome.writer())
              .min(Comparator.comparing(WriterSession::active).thenComparing(WriterSession::key));
      if (oldest.isEmpty()) {
        return false;
      }
      forget(outcome, oldest.get(), "to be kept until its end", "it had to make room");
    }
    return true;
  }

  private static Stream<WriterSession> withoutHold(Writer writer) {
    return writer.sessions().values().stream()
        .filter(session -> writer.hold(session.key()).isEmpty());
  }

  private static void forget(Outcome outcome, WriterSession session, String expected, String but) {
    SessionKey key = session.key();
    session
        .work()
        .handler()
        .ifPresent(call -> outcome.effect(new InterruptHandler(key.set(), call.call())));
    // An aborted set stays aborted, however little is known of it.
    outcome.event(
        new SessionBuried(
            key, session.abort().isPresent() ? Tombstone.ABORTED : Tombstone.FORGOTTEN));
    outcome.log(
        key, Fault.expected(Failure.WRITER_STATUS_NOT_AVAILABLE, "the session " + expected, but));
  }
}
