package io.lull.protocol.writer;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterEffect.InterruptHandler;
import io.lull.protocol.writer.WriterEvent.AbortBegun;
import io.lull.protocol.writer.WriterEvent.AbortHandled;
import io.lull.protocol.writer.WriterEvent.SessionAborted;
import io.lull.protocol.writer.WriterEvent.SessionBuried;
import io.lull.protocol.writer.WriterInput.Abort;
import io.lull.protocol.writer.WriterInput.HandlerEnded;
import io.lull.protocol.writer.WriterInput.HandlerOverdue;
import io.lull.protocol.writer.WriterReply.Handled;
import io.lull.protocol.writer.WriterSession.AbortCause;
import java.util.Optional;

/**
 * Back to normal running from every phase, for whatever cause.
 *
 * <p>First the hold is ended, if there may be one; then the application cleans up; and only when
 * both are done is the Abort answered.
 */
final class AbortRules {
  private AbortRules() {}

  static Decision<WriterEvent, WriterEffect, WriterReply> abort(
      Writer writer, Abort input, Uptime now) {
    Outcome outcome = new Outcome(writer, now);
    begin(
        outcome,
        SessionKey.of(input.stamp()),
        new AbortCause(input.cause(), false),
        Optional.of(input.stamp()));
    return outcome.decision();
  }

  /** Nothing is known of the set; a Freeze of it that is still on its way will find a tombstone. */
  static Decision<WriterEvent, WriterEffect, WriterReply> unknown(
      Writer writer, Abort input, Uptime now) {
    Outcome outcome = new Outcome(writer, now);
    outcome.event(new SessionBuried(SessionKey.of(input.stamp()), Tombstone.ABORTED));
    outcome.add(Requests.done(writer, input));
    return outcome.decision();
  }

  /** What it asks for is so already. */
  static Decision<WriterEvent, WriterEffect, WriterReply> repeat(
      Writer writer, Abort input, Uptime now) {
    return writer
        .session(SessionKey.of(input.stamp()))
        .flatMap(session -> session.answer(WriterStep.ABORT))
        .map(answer -> StepRules.again(writer, input, answer, now))
        .orElseGet(() -> Requests.done(writer, input));
  }

  static Decision<WriterEvent, WriterEffect, WriterReply> ended(
      Writer writer, HandlerEnded input, Uptime now) {
    Outcome outcome = new Outcome(writer, now);
    Optional<WriterHold> hold =
        Calls.hold(writer, input.set(), input.call()).filter(WriterHold::handling);
    if (hold.isPresent()) {
      FreezeRules.ended(outcome, hold.get(), input.result());
      SessionKey key = Calls.owner(writer, hold.get()).key();
      if (outcome.writer().hold(key).isEmpty()) {
        cleanUp(outcome, key);
      }
      finish(outcome, key);
    } else {
      handled(outcome, Calls.session(writer, input.call()), input.result());
    }
    return outcome.decision();
  }

  static Decision<WriterEvent, WriterEffect, WriterReply> overdue(
      Writer writer, HandlerOverdue input, Uptime now) {
    Outcome outcome = new Outcome(writer, now);
    outcome.effect(new InterruptHandler(input.set(), input.call()));
    // A freeze handler that runs on was given up before, and its hold waits for its end.
    if (Calls.hold(writer, input.set(), input.call()).isEmpty()) {
      WriterSession session = Calls.session(writer, input.call());
      handled(outcome, session, new HandlerResult.Failed(HandlerRules.overdue(session)));
    }
    return outcome.decision();
  }

  /** Gives the set up: what runs is interrupted, what is held is ended. */
  static void begin(Outcome outcome, SessionKey key, AbortCause cause, Optional<Stamp> asked) {
    WriterSession session = outcome.session(key);
    session
        .work()
        .handler()
        .ifPresent(call -> outcome.effect(new InterruptHandler(key.set(), call.call())));
    outcome.event(new AbortBegun(key, cause, asked, outcome.now()));
    Optional<WriterHold> hold = outcome.writer().hold(key);
    if (hold.isEmpty()) {
      cleanUp(outcome, key);
    } else if (hold.get().isLive()) {
      ReleaseRules.ask(outcome, hold.get().number());
    } else {
      outcome.effect(ReleaseRules.effect(outcome.writer(), hold.get()));
    }
    outcome.log(key, Fault.of(cause.failure(), "the set was aborted, it was " + session.phase()));
  }

  /** A writer whose own Freeze or Thaw failed asks nobody; whoever froze it hears why. */
  static void giveUp(Outcome outcome, WriterSession session, WriterStep step, Fault fault) {
    SessionKey key = session.key();
    HandlerRules.failed(outcome, key, step, fault);
    if (step == WriterStep.FREEZE) {
      Stamp asked =
          session
              .work()
              .asked()
              .or(() -> session.answer(WriterStep.FREEZE).map(WriterReply.OfSet::stamp))
              .orElse(session.newest());
      outcome.reply(
          new Handled(outcome.writer().id(), asked, step, new HandlerResult.Failed(fault)));
    }
    outcome.event(
        new AbortBegun(
            key, new AbortCause(fault.failure(), true), Optional.empty(), outcome.now()));
    if (outcome.writer().hold(key).isEmpty()) {
      cleanUp(outcome, key);
    }
  }

  /** Calls the abort handler, once; its duties are those of Thaw and PostSnapshot. */
  static void cleanUp(Outcome outcome, SessionKey key) {
    WriterSession session = outcome.session(key);
    if (session.work().handler().isEmpty() && session.answer(WriterStep.ABORT).isEmpty()) {
      Abort request =
          new Abort(session.newest(), session.abort().map(AbortCause::failure).orElseThrow());
      StepRules.call(outcome, key, request, session.work().asked(), true);
    }
  }

  /** Answers when the application has cleaned up and nothing can be frozen any more. */
  static void finish(Outcome outcome, SessionKey key) {
    WriterSession session = outcome.session(key);
    Optional<WriterReply.OfSet> answer = session.answer(WriterStep.ABORT);
    if (answer.isPresent() && outcome.writer().hold(key).isEmpty()) {
      outcome.event(new SessionAborted(key, outcome.now()));
      session
          .work()
          .asked()
          .ifPresent(asked -> outcome.reply(Requests.restamped(answer.get(), asked)));
      ShutdownRules.beginIfPostponed(outcome, key);
    }
  }

  private static void handled(Outcome outcome, WriterSession session, HandlerResult result) {
    SessionKey key = session.key();
    HandlerRules.fault(result)
        .ifPresent(fault -> HandlerRules.failed(outcome, key, WriterStep.ABORT, fault));
    // The answer says that nothing is frozen, which is so; what else went wrong is an objection.
    HandlerResult told =
        result instanceof HandlerResult.Failed failed
            ? new HandlerResult.Objected(failed.fault())
            : result;
    Stamp stamp = session.work().asked().orElse(session.newest());
    outcome.event(
        new AbortHandled(
            key, new Handled(outcome.writer().id(), stamp, WriterStep.ABORT, told), outcome.now()));
    finish(outcome, key);
  }
}
