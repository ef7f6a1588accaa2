package io.lull.protocol.writer;

import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SetId;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterEffect.LogRecord;
import io.lull.protocol.writer.WriterEffect.ReleaseHold;
import io.lull.protocol.writer.WriterEffect.RetryRelease;
import io.lull.protocol.writer.WriterEvent.HoldOpened;
import io.lull.protocol.writer.WriterEvent.ReleaseAnswered;
import io.lull.protocol.writer.WriterEvent.ReleaseAsked;
import io.lull.protocol.writer.WriterInput.FreezeHandled;
import io.lull.protocol.writer.WriterInput.HoldFound;
import io.lull.protocol.writer.WriterInput.HoldReleased;
import io.lull.protocol.writer.WriterInput.ReleaseFailed;
import java.util.Optional;

/** Ending a hold: its owner is asked until he says that it is over, whoever wanted it to end. */
final class ReleaseRules {
  // Several attempts fit into the time after which a thaw counts as unconfirmed.
  private static final int ATTEMPTS = 5;

  private ReleaseRules() {}

  /**
   * Asks under a number of its own, so that an answer to an earlier request is not taken for it.
   */
  static void ask(Outcome outcome, long number) {
    outcome.event(new ReleaseAsked(number, outcome.nextCall()));
    WriterHold hold = Optional.ofNullable(outcome.writer().holds().get(number)).orElseThrow();
    outcome.effect(effect(outcome.writer(), hold));
  }

  /** The newest request to end a hold, once more. */
  static ReleaseHold effect(Writer writer, WriterHold hold) {
    return new ReleaseHold(
        hold.set(),
        hold.number(),
        hold.release().orElseThrow().call(),
        hold.token(),
        writer.limits().thaw());
  }

  static void retry(Outcome outcome, WriterHold hold) {
    Writer writer = outcome.writer();
    outcome.effect(
        new RetryRelease(effect(writer, hold), writer.limits().thaw().dividedBy(ATTEMPTS)));
  }

  /** A hold of an aborted set is over, unless its freeze handler may still bring it back. */
  static Decision<WriterEvent, WriterEffect, WriterReply> released(
      Writer writer, HoldReleased input, Uptime now) {
    WriterHold hold = Calls.releasing(writer, input.set(), input.call()).orElseThrow();
    SessionKey key = Calls.owner(writer, hold).key();
    Outcome outcome = new Outcome(writer, now);
    if (hold.handling()) {
      outcome.event(new ReleaseAnswered(hold.number()));
    } else {
      outcome.holdEnded(hold);
    }
    AbortRules.cleanUp(outcome, key);
    AbortRules.finish(outcome, key);
    return outcome.decision();
  }

  static Decision<WriterEvent, WriterEffect, WriterReply> failed(
      Writer writer, ReleaseFailed input, Uptime now) {
    WriterHold hold = Calls.releasing(writer, input.set(), input.call()).orElseThrow();
    Outcome outcome = new Outcome(writer, now);
    retry(outcome, hold);
    // The owner could not, so the application is asked: to let go is a duty of its handler too.
    AbortRules.cleanUp(outcome, Calls.owner(writer, hold).key());
    return outcome.decision();
  }

  /** What an earlier life froze is let go and attested by nobody. */
  static Decision<WriterEvent, WriterEffect, WriterReply> found(
      Writer writer, HoldFound input, Uptime now) {
    Fault fault =
        Fault.expected(
            Failure.HOST_RESTARTED,
            "no hold at the start of the host",
            "found " + input.token() + " of an earlier life");
    return foreign(writer, input.set(), input.token(), fault, now);
  }

  /** A freeze that nobody awaits has succeeded. */
  static Decision<WriterEvent, WriterEffect, WriterReply> unasked(
      Writer writer, FreezeHandled input, Uptime now) {
    Fault fault =
        Fault.expected(
            Failure.INTERNAL, "no freeze of " + input.set(), "one succeeded as " + input.token());
    return foreign(writer, input.set(), input.token(), fault, now);
  }

  static Decision<WriterEvent, WriterEffect, WriterReply> foreignReleased(
      Writer writer, HoldReleased input, Uptime now) {
    Outcome outcome = new Outcome(writer, now);
    Calls.releasing(writer, input.set(), input.call()).ifPresent(outcome::holdEnded);
    return outcome.decision();
  }

  static Decision<WriterEvent, WriterEffect, WriterReply> foreignFailed(
      Writer writer, ReleaseFailed input, Uptime now) {
    Outcome outcome = new Outcome(writer, now);
    Calls.releasing(writer, input.set(), input.call()).ifPresent(hold -> retry(outcome, hold));
    return outcome.decision();
  }

  private static Decision<WriterEvent, WriterEffect, WriterReply> foreign(
      Writer writer, SetId set, HoldToken token, Fault fault, Uptime now) {
    Optional<WriterHold> known =
        writer.holds().values().stream()
            .filter(hold -> hold.token().equals(Optional.of(token)))
            .findFirst();
    if (known.isPresent()) {
      return known.get().awaitsRelease()
          ? Decision.effect(effect(writer, known.get()))
          : Decision.nothing();
    }
    Outcome outcome = new Outcome(writer, now);
    WriterHold hold = WriterHold.found(outcome.nextCall(), set, token, now);
    outcome.event(new HoldOpened(hold));
    ask(outcome, hold.number());
    outcome.log(new LogRecord(Optional.empty(), set, fault));
    return outcome.decision();
  }
}
