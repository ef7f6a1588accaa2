package io.lull.protocol.writer;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterEffect.ArmLease;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEffect.InterruptHandler;
import io.lull.protocol.writer.WriterEvent.FreezeEnded;
import io.lull.protocol.writer.WriterEvent.HandlerCalled;
import io.lull.protocol.writer.WriterEvent.HoldBegun;
import io.lull.protocol.writer.WriterEvent.HoldOpened;
import io.lull.protocol.writer.WriterEvent.StepAnswered;
import io.lull.protocol.writer.WriterHold.Lease;
import io.lull.protocol.writer.WriterInput.Freeze;
import io.lull.protocol.writer.WriterInput.FreezeHandled;
import io.lull.protocol.writer.WriterInput.HandlerEnded;
import io.lull.protocol.writer.WriterInput.HandlerOverdue;
import io.lull.protocol.writer.WriterReply.Frozen;
import java.time.Duration;
import java.util.Optional;

/**
 * Coming to stand still: the lease first, then the freeze, and no doubt in favour of the freeze.
 */
final class FreezeRules {
  private FreezeRules() {}

  static Decision<WriterEvent, WriterEffect, WriterReply> freeze(
      Writer writer, Freeze input, Uptime now) {
    Optional<Fault> objection = objection(writer, input);
    if (objection.isPresent()) {
      return Requests.refused(writer, input, objection.get());
    }
    SessionKey key = SessionKey.of(input.stamp());
    Outcome outcome = new Outcome(writer, now);
    long number = outcome.nextCall();
    Duration granted = shorter(input.lease(), writer.window());
    Lease lease = new Lease(granted, now.plus(granted));
    CallHandler call =
        new CallHandler(
            key.set(),
            number,
            WriterStep.FREEZE,
            shorter(writer.limits().freeze(), granted),
            input,
            false);
    outcome.event(new HoldOpened(WriterHold.granted(number, key, lease)));
    outcome.event(new HandlerCalled(key, call, Optional.of(input.stamp()), now));
    // Armed first: from here on the application is let go even if nobody here lives to do it.
    outcome.effect(new ArmLease(key.set(), number, lease.ends()));
    outcome.effect(call);
    return outcome.decision();
  }

  static Decision<WriterEvent, WriterEffect, WriterReply> handled(
      Writer writer, FreezeHandled input, Uptime now) {
    WriterSession session = Calls.session(writer, input.call());
    WriterHold hold = Calls.hold(writer, input.set(), input.call()).orElseThrow();
    Frozen answer =
        new Frozen(
            writer.id(),
            session.work().asked().orElse(session.newest()),
            input.token(),
            hold.lease().granted());
    Outcome outcome = new Outcome(writer, now);
    outcome.event(new HoldBegun(hold.number(), input.token()));
    outcome.event(
        new StepAnswered(session.key(), WriterStep.FREEZE, answer, WriterPhase.FROZEN, now));
    outcome.reply(answer);
    return outcome.decision();
  }

  /** The set was given up while the handler ran, and now it has frozen all the same. */
  static Decision<WriterEvent, WriterEffect, WriterReply> handledLate(
      Writer writer, FreezeHandled input, Uptime now) {
    WriterHold hold = Calls.hold(writer, input.set(), input.call()).orElseThrow();
    if (!hold.handling()) {
      return Decision.nothing();
    }
    Outcome outcome = new Outcome(writer, now);
    outcome.event(new HoldBegun(hold.number(), input.token()));
    // Whatever the owner said before, it said about a freeze that had not happened yet.
    ReleaseRules.ask(outcome, hold.number());
    return outcome.decision();
  }

  /** Unknown means thaw: a freeze that failed may have frozen. */
  static Decision<WriterEvent, WriterEffect, WriterReply> failed(
      Writer writer, HandlerEnded input, Uptime now) {
    Outcome outcome = new Outcome(writer, now);
    WriterSession session = Calls.session(writer, input.call());
    ended(outcome, Calls.hold(writer, input.set(), input.call()).orElseThrow(), input.result());
    AbortRules.giveUp(outcome, session, WriterStep.FREEZE, fault(input.result()));
    return outcome.decision();
  }

  static Decision<WriterEvent, WriterEffect, WriterReply> overdue(
      Writer writer, HandlerOverdue input, Uptime now) {
    Outcome outcome = new Outcome(writer, now);
    WriterSession session = Calls.session(writer, input.call());
    outcome.effect(new InterruptHandler(input.set(), input.call()));
    ReleaseRules.ask(outcome, input.call());
    AbortRules.giveUp(outcome, session, WriterStep.FREEZE, HandlerRules.overdue(session));
    return outcome.decision();
  }

  /** The freeze handler has ended without a token. */
  static void ended(Outcome outcome, WriterHold hold, HandlerResult result) {
    outcome.event(new FreezeEnded(hold.number()));
    if (HandlerRules.fault(result).map(Fault::failure).equals(Optional.of(Failure.HOLD_REFUSED))) {
      // Somebody else holds it: this hold never began, and theirs is not ours to end.
      outcome.holdEnded(hold);
    } else {
      ReleaseRules.ask(outcome, hold.number());
    }
  }

  private static Optional<Fault> objection(Writer writer, Freeze input) {
    if (!input.lease().isPositive()) {
      return Optional.of(
          Fault.expected(
              Failure.INVALID_ARGUMENT, "a lease of more than 0", "got " + input.lease()));
    }
    WriterSession session = writer.known(input.stamp());
    boolean prepared =
        session
            .answer(WriterStep.PREPARE_FOR_SNAPSHOT)
            .filter(answer -> answer.stamp().epoch().equals(input.stamp().epoch()))
            .isPresent();
    if (!prepared) {
      return Optional.of(
          Fault.expected(
              Failure.NOT_PREPARED,
              "PrepareForSnapshot in epoch " + input.stamp().epoch(),
              "it was answered in another"));
    }
    return writer.holds().values().stream()
        .findFirst()
        .map(
            hold ->
                Fault.expected(
                    Failure.HOLD_REFUSED,
                    "no hold of " + writer.id(),
                    "that of " + hold.set() + " has not ended"));
  }

  private static Fault fault(HandlerResult result) {
    return result instanceof HandlerResult.Failed failed
        ? failed.fault()
        : Fault.expected(
            Failure.UNEXPECTED_WRITER_ERROR,
            "a freeze handler to freeze or to fail",
            "it did neither");
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
