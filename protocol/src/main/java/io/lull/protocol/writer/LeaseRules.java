package io.lull.protocol.writer;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterEffect.ArmLease;
import io.lull.protocol.writer.WriterEffect.InterruptHandler;
import io.lull.protocol.writer.WriterInput.HoldReleased;
import io.lull.protocol.writer.WriterInput.LeaseDue;
import java.util.List;

/** What time does to a hold, and nothing but the clock decides it. */
final class LeaseRules {
  private LeaseRules() {}

  /** The leases that are over now; a timer that ought to have said so may be late or lost. */
  static List<LeaseDue> due(Writer writer, Uptime now) {
    return writer.holds().values().stream()
        .filter(hold -> hold.isLive() && hold.lease().isOver(now))
        .map(hold -> new LeaseDue(hold.set(), hold.number()))
        .toList();
  }

  static Decision<WriterEvent, WriterEffect, WriterReply> due(
      Writer writer, LeaseDue input, Uptime now) {
    WriterHold hold = Calls.hold(writer, input.set(), input.call()).orElseThrow();
    if (!hold.lease().isOver(now)) {
      // A timer that came early is spent, and the hold must not be without one.
      return Decision.effect(new ArmLease(hold.set(), hold.number(), hold.lease().ends()));
    }
    Fault fault =
        Fault.expected(
            Failure.WRITER_TIMEOUT,
            "the hold to be thawed within " + hold.lease().granted(),
            "its lease ran out");
    return lapse(writer, hold, fault, now);
  }

  /** The lease of a hold that is being ended anyway; its owner may not have heard. */
  static Decision<WriterEvent, WriterEffect, WriterReply> dueAgain(
      Writer writer, LeaseDue input, Uptime now) {
    WriterHold hold = Calls.hold(writer, input.set(), input.call()).orElseThrow();
    if (hold.awaitsRelease()) {
      return Decision.effect(ReleaseRules.effect(writer, hold));
    }
    // The owner has answered, but the handler may have frozen after that and never come back.
    Outcome outcome = new Outcome(writer, now);
    ReleaseRules.ask(outcome, hold.number());
    return outcome.decision();
  }

  /** The owner lost the hold and says so unasked: no Thaw will find it standing. */
  static Decision<WriterEvent, WriterEffect, WriterReply> lost(
      Writer writer, HoldReleased input, Uptime now) {
    WriterHold hold = Calls.hold(writer, input.set(), input.call()).orElseThrow();
    Fault fault =
        Fault.expected(
            Failure.HOLD_LAPSED,
            "the hold to stand until its Thaw",
            "its owner says " + input.end());
    return lapse(writer, hold, fault, now);
  }

  private static Decision<WriterEvent, WriterEffect, WriterReply> lapse(
      Writer writer, WriterHold hold, Fault fault, Uptime now) {
    Outcome outcome = new Outcome(writer, now);
    if (hold.handling()) {
      outcome.effect(new InterruptHandler(hold.set(), hold.number()));
    }
    ReleaseRules.ask(outcome, hold.number());
    AbortRules.giveUp(outcome, Calls.owner(writer, hold), WriterStep.FREEZE, fault);
    return outcome.decision();
  }
}
