package io.lull.protocol.writer;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEffect.InterruptHandler;
import io.lull.protocol.writer.WriterEvent.StepAnswered;
import io.lull.protocol.writer.WriterEvent.StepFailed;
import io.lull.protocol.writer.WriterInput.HandlerEnded;
import io.lull.protocol.writer.WriterInput.HandlerOverdue;
import io.lull.protocol.writer.WriterReply.Handled;
import io.lull.protocol.writer.WriterSession.FailedStep;
import java.util.Optional;
import java.util.Set;

/** The end of a handler that holds nothing. */
final class HandlerRules {
  private HandlerRules() {}

  static Decision<WriterEvent, WriterEffect, WriterReply> ended(
      Writer writer, HandlerEnded input, Uptime now) {
    Outcome outcome = new Outcome(writer, now);
    finish(outcome, Calls.session(writer, input.call()), input.result());
    return outcome.decision();
  }

  /** A call that never returns is over for the set; what it still says is not heard. */
  static Decision<WriterEvent, WriterEffect, WriterReply> overdue(
      Writer writer, HandlerOverdue input, Uptime now) {
    Outcome outcome = new Outcome(writer, now);
    WriterSession session = Calls.session(writer, input.call());
    outcome.effect(new InterruptHandler(input.set(), input.call()));
    finish(outcome, session, new HandlerResult.Failed(overdue(session)));
    return outcome.decision();
  }

  static Fault overdue(WriterSession session) {
    CallHandler call = session.work().handler().orElseThrow();
    return Fault.expected(
        Failure.WRITER_TIMEOUT,
        call.step() + " to be handled within " + call.limit(),
        "its handler still runs");
  }

  /** Keeps the first failure of a session, and logs each. */
  static void failed(Outcome outcome, SessionKey key, WriterStep step, Fault fault) {
    if (outcome.session(key).failure().isEmpty()) {
      outcome.event(new StepFailed(key, new FailedStep(step, fault)));
    }
    outcome.log(key, fault);
  }

  /** A handler that fails for what is not in this backup has not said what it failed for. */
  static WriterInput judged(Writer writer, WriterInput input) {
    if (!(input instanceof HandlerEnded(var set, var call, HandlerResult.Partial partial))) {
      return input;
    }
    Set<ComponentId> known =
        Calls.key(writer, input)
            .flatMap(writer::session)
            .map(WriterSession::components)
            .orElse(Set.of());
    return partial.components().keySet().stream()
        .filter(component -> !known.contains(component))
        .findFirst()
        .<WriterInput>map(
            stranger ->
                new HandlerEnded(
                    set,
                    call,
                    new HandlerResult.Failed(
                        Fault.expected(
                            Failure.UNEXPECTED_WRITER_ERROR,
                            "a failure for components of this set",
                            "it named " + stranger))))
        .orElse(input);
  }

  /** What is wrong with a result, if anything is. */
  static Optional<Fault> fault(HandlerResult result) {
    return switch (result) {
      case HandlerResult.Done done -> Optional.empty();
      case HandlerResult.Objected objected -> Optional.of(objected.fault());
      case HandlerResult.Failed failed -> Optional.of(failed.fault());
      case HandlerResult.Partial partial ->
          Optional.of(
              Fault.expected(
                  Failure.WRITER_PARTIAL_FAILURE,
                  "every component to succeed",
                  partial.components().size() + " failed"));
    };
  }

  private static void finish(Outcome outcome, WriterSession session, HandlerResult result) {
    SessionKey key = session.key();
    WriterStep step = session.work().step();
    fault(result).ifPresent(fault -> failed(outcome, key, step, fault));
    Handled answer =
        new Handled(
            outcome.writer().id(), session.work().asked().orElse(session.newest()), step, result);
    // An objection and a partial failure are recorded; only a failure ends the way of the set.
    WriterPhase to =
        result instanceof HandlerResult.Failed ? WriterPhase.FAILED : WriterPhase.after(step);
    outcome.event(new StepAnswered(key, step, answer, to, outcome.now()));
    outcome.reply(answer);
    ShutdownRules.beginIfPostponed(outcome, key);
  }
}
