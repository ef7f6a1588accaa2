package io.lull.protocol.writer;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterEffect.InterruptHandler;
import io.lull.protocol.writer.WriterEvent.SessionBuried;
import io.lull.protocol.writer.WriterEvent.ShutdownPostponed;
import io.lull.protocol.writer.WriterInput.BackupShutdown;
import io.lull.protocol.writer.WriterInput.HandlerEnded;
import io.lull.protocol.writer.WriterInput.HandlerOverdue;
import io.lull.protocol.writer.WriterReply.Handled;
import io.lull.protocol.writer.WriterSession.AbortCause;
import java.util.Optional;

/** The end of a session: everything that belongs to it is dropped, and nothing of another's. */
final class ShutdownRules {
  private ShutdownRules() {}

  static Decision<WriterEvent, WriterEffect, WriterReply> shutdown(
      Writer writer, BackupShutdown input, Uptime now) {
    SessionKey key = SessionKey.of(input.stamp());
    if (writer.session(key).isEmpty()) {
      return Requests.done(writer, input);
    }
    Outcome outcome = new Outcome(writer, now);
    begin(outcome, key, input.stamp());
    return outcome.decision();
  }

  /** Something runs, and what it does is not to be broken off for a tidying up. */
  static Decision<WriterEvent, WriterEffect, WriterReply> postpone(
      Writer writer, BackupShutdown input, Uptime now) {
    WriterSession session = writer.known(input.stamp());
    return session.shutdown().equals(Optional.of(input.stamp()))
        ? Decision.nothing()
        : Decision.event(new ShutdownPostponed(session.key(), input.stamp()));
  }

  /** Nobody will thaw it: a hold ends by Thaw or by Abort, so this is an Abort first. */
  static Decision<WriterEvent, WriterEffect, WriterReply> abortFirst(
      Writer writer, BackupShutdown input, Uptime now) {
    SessionKey key = SessionKey.of(input.stamp());
    Outcome outcome = new Outcome(writer, now);
    outcome.event(new ShutdownPostponed(key, input.stamp()));
    AbortRules.begin(outcome, key, new AbortCause(Failure.REQUESTER_LOST, false), Optional.empty());
    return outcome.decision();
  }

  static Decision<WriterEvent, WriterEffect, WriterReply> repeat(
      Writer writer, BackupShutdown input, Uptime now) {
    return writer
        .tombstones()
        .of(SessionKey.of(input.stamp()))
        .map(tombstone -> Requests.handled(writer, input, tombstone.result()))
        .orElseThrow();
  }

  static Decision<WriterEvent, WriterEffect, WriterReply> ended(
      Writer writer, HandlerEnded input, Uptime now) {
    Outcome outcome = new Outcome(writer, now);
    bury(outcome, Calls.session(writer, input.call()), input.result());
    return outcome.decision();
  }

  static Decision<WriterEvent, WriterEffect, WriterReply> overdue(
      Writer writer, HandlerOverdue input, Uptime now) {
    Outcome outcome = new Outcome(writer, now);
    WriterSession session = Calls.session(writer, input.call());
    outcome.effect(new InterruptHandler(input.set(), input.call()));
    bury(outcome, session, new HandlerResult.Failed(HandlerRules.overdue(session)));
    return outcome.decision();
  }

  /** Takes up a BackupShutdown that waited; the session has just come to rest. */
  static void beginIfPostponed(Outcome outcome, SessionKey key) {
    outcome.session(key).shutdown().ifPresent(stamp -> begin(outcome, key, stamp));
  }

  private static void begin(Outcome outcome, SessionKey key, Stamp stamp) {
    WriterSession session = outcome.session(key);
    boolean unfinished =
        session.answer(WriterStep.BACKUP_COMPLETE).isEmpty()
            && session.answer(WriterStep.POST_RESTORE).isEmpty();
    if (unfinished && session.abort().isEmpty()) {
      outcome.log(
          key,
          Fault.expected(
              Failure.BACKUP_INCOMPLETE,
              "the session to end after its last step",
              "it ends in " + session.phase()));
    }
    StepRules.call(outcome, key, new BackupShutdown(stamp), unfinished);
  }

  private static void bury(Outcome outcome, WriterSession session, HandlerResult result) {
    HandlerRules.fault(result).ifPresent(fault -> outcome.log(session.key(), fault));
    outcome.event(new SessionBuried(session.key(), new Tombstone(WriterPhase.SHUT_DOWN, result)));
    outcome.reply(
        new Handled(
            outcome.writer().id(),
            session.work().asked().orElse(session.newest()),
            WriterStep.BACKUP_SHUTDOWN,
            result));
  }
}
