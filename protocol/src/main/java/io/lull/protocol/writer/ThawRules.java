package io.lull.protocol.writer;

import io.lull.protocol.certificate.Attestation;
import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterEvent.StepAnswered;
import io.lull.protocol.writer.WriterEvent.ThawTaken;
import io.lull.protocol.writer.WriterInput.HoldReleased;
import io.lull.protocol.writer.WriterInput.ReleaseFailed;
import io.lull.protocol.writer.WriterInput.Thaw;
import io.lull.protocol.writer.WriterReply.Frozen;
import io.lull.protocol.writer.WriterReply.Handled;
import io.lull.protocol.writer.WriterReply.Thawed;
import java.util.Optional;

/** Thaw ends the hold that it names and no other, and is told truly how that hold stood. */
final class ThawRules {
  private ThawRules() {}

  static Decision<WriterEvent, WriterEffect, WriterReply> thaw(
      Writer writer, Thaw input, Uptime now) {
    WriterSession session = writer.known(input.stamp());
    if (!isOurs(session, input.token())) {
      return neverHeld(writer, input, now);
    }
    long number = writer.hold(session.key()).orElseThrow().number();
    Outcome outcome = new Outcome(writer, now);
    outcome.event(new ThawTaken(session.key(), number, input.stamp(), input.receipts(), now));
    ReleaseRules.ask(outcome, number);
    return outcome.decision();
  }

  static Decision<WriterEvent, WriterEffect, WriterReply> stillAtWork(
      Writer writer, Thaw input, Uptime now) {
    return isOurs(writer.known(input.stamp()), input.token())
        ? StepRules.stillAtWork(writer, input, now)
        : neverHeld(writer, input, now);
  }

  /** The first answer stands: what was true of the hold then will always be true of it. */
  static Decision<WriterEvent, WriterEffect, WriterReply> repeat(
      Writer writer, Thaw input, Uptime now) {
    WriterSession session = writer.known(input.stamp());
    return session
        .answer(WriterStep.THAW)
        .filter(answer -> isOurs(session, input.token()))
        .map(answer -> StepRules.again(writer, input, answer, now))
        .orElseGet(() -> neverHeld(writer, input, now));
  }

  /** After an Abort a Thaw is refused; one that comes after a lapse hears of the lapse. */
  static Decision<WriterEvent, WriterEffect, WriterReply> afterAbort(
      Writer writer, Thaw input, Uptime now) {
    Optional<WriterSession> known =
        writer
            .session(SessionKey.of(input.stamp()))
            .filter(session -> isOurs(session, input.token()));
    if (known.isEmpty()) {
      return Requests.rejected(writer, input, Failure.TOMBSTONED);
    }
    WriterSession session = known.get();
    if (session.answer(WriterStep.THAW).isPresent()) {
      return repeat(writer, input, now);
    }
    return session.abort().isPresent() && session.abort().get().own()
        ? Decision.reply(answer(writer, input, HoldEnd.LAPSED))
        : Requests.rejected(writer, input, Failure.TOMBSTONED);
  }

  /** There is no hold by this token here, and no other one is touched. */
  static Decision<WriterEvent, WriterEffect, WriterReply> neverHeld(
      Writer writer, Thaw input, Uptime now) {
    return Decision.reply(answer(writer, input, HoldEnd.NOT_HELD));
  }

  /** The owner has ended the hold; only one that stood until now, by clock and owner, attests. */
  static Decision<WriterEvent, WriterEffect, WriterReply> released(
      Writer writer, HoldReleased input, Uptime now) {
    WriterHold hold = Calls.releasing(writer, input.set(), input.call()).orElseThrow();
    WriterSession session = Calls.owner(writer, hold);
    boolean late = input.end() == HoldEnd.HELD && hold.lease().isOver(now);
    HoldEnd end = late ? HoldEnd.LAPSED : input.end();
    Thawed answer =
        answer(
            writer, asked(session), hold.token().orElseThrow(), end, hold.receipts().orElseThrow());
    boolean held = end == HoldEnd.HELD;
    Outcome outcome = new Outcome(writer, now);
    outcome.holdEnded(hold);
    outcome.event(
        new StepAnswered(
            session.key(),
            WriterStep.THAW,
            answer,
            held ? WriterPhase.THAWED : WriterPhase.FAILED,
            now));
    outcome.reply(answer);
    if (!held) {
      AbortRules.giveUp(outcome, session, WriterStep.THAW, fault(end));
    }
    return outcome.decision();
  }

  /** The set has failed; the hold is released until it is over all the same. */
  static Decision<WriterEvent, WriterEffect, WriterReply> failed(
      Writer writer, ReleaseFailed input, Uptime now) {
    WriterHold hold = Calls.releasing(writer, input.set(), input.call()).orElseThrow();
    WriterSession session = Calls.owner(writer, hold);
    Handled answer =
        new Handled(
            writer.id(), asked(session), WriterStep.THAW, new HandlerResult.Failed(input.fault()));
    Outcome outcome = new Outcome(writer, now);
    ReleaseRules.retry(outcome, hold);
    outcome.event(
        new StepAnswered(session.key(), WriterStep.THAW, answer, WriterPhase.FAILED, now));
    outcome.reply(answer);
    AbortRules.giveUp(outcome, session, WriterStep.THAW, input.fault());
    AbortRules.cleanUp(outcome, session.key());
    return outcome.decision();
  }

  /** Whether this session's Freeze was answered with this token. */
  private static boolean isOurs(WriterSession session, HoldToken token) {
    return session.answer(WriterStep.FREEZE).orElse(null) instanceof Frozen frozen
        && frozen.token().equals(token);
  }

  private static Stamp asked(WriterSession session) {
    return session.work().asked().orElse(session.newest());
  }

  private static Thawed answer(Writer writer, Thaw input, HoldEnd end) {
    return answer(writer, input.stamp(), input.token(), end, input.receipts());
  }

  private static Thawed answer(
      Writer writer, Stamp stamp, HoldToken token, HoldEnd end, Digest receipts) {
    return new Thawed(
        writer.id(),
        stamp,
        new Attestation(
            writer.id(), stamp.set(), stamp.epoch(), writer.incarnation(), token, end, receipts));
  }

  private static Fault fault(HoldEnd end) {
    return Fault.expected(
        end == HoldEnd.LAPSED ? Failure.HOLD_LAPSED : Failure.NOT_HELD,
        "the hold to stand until its Thaw",
        "its end is " + end);
  }
}
