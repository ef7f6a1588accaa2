package io.lull.protocol.writer;

import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Machine;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterEffect.ArmLease;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEffect.InterruptHandler;
import io.lull.protocol.writer.WriterInput.LeaseDue;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One writer on its host; its rules are the rows of {@link WriterTable}. */
public final class WriterMachine
    implements Machine<Writer, WriterInput, Uptime, WriterEvent, WriterEffect, WriterReply> {

  /** First the clock, then the fence against what is late or makes no sense, then the row. */
  @Override
  public Decision<WriterEvent, WriterEffect, WriterReply> decide(
      Writer writer, WriterInput input, Uptime now) {
    Outcome outcome = new Outcome(writer, now);
    for (LeaseDue due : LeaseRules.due(writer, now)) {
      if (!due.equals(input)) {
        outcome.add(row(outcome.writer(), due, now));
      }
    }
    if (input instanceof WriterRequest request) {
      Optional<WriterReply> refusal = Fence.refusal(outcome.writer(), request);
      if (refusal.isPresent()) {
        outcome.reply(refusal.get());
        return outcome.decision();
      }
      Fence.raise(outcome, request);
    }
    outcome.add(row(outcome.writer(), HandlerRules.judged(outcome.writer(), input), now));
    return outcome.decision();
  }

  @Override
  public Writer apply(Writer writer, WriterEvent event) {
    return WriterEvents.apply(writer, event);
  }

  /** Ends first what has to end, then guards what stands, then goes on with what runs. */
  @Override
  public List<WriterEffect> outstanding(Writer writer, Uptime now) {
    List<WriterEffect> effects = new ArrayList<>();
    writer.holds().values().forEach(hold -> addOwed(effects, writer, hold, now));
    for (WriterSession session : writer.sessions().values()) {
      session.work().handler().filter(call -> !isOver(writer, call, now)).ifPresent(effects::add);
    }
    return effects;
  }

  private static void addOwed(
      List<WriterEffect> effects, Writer writer, WriterHold hold, Uptime now) {
    if (hold.awaitsRelease()) {
      effects.add(ReleaseRules.effect(writer, hold));
    }
    if (hold.isLive()) {
      effects.add(new ArmLease(hold.set(), hold.number(), hold.lease().ends()));
    }
    if (hold.handling() && (!hold.isLive() || hold.lease().isOver(now))) {
      effects.add(new InterruptHandler(hold.set(), hold.number()));
    }
  }

  /** A freeze that was perhaps never begun must not begin when its lease is over. */
  private static boolean isOver(Writer writer, CallHandler call, Uptime now) {
    WriterHold hold = writer.holds().get(call.call());
    return hold != null && hold.lease().isOver(now);
  }

  private static Decision<WriterEvent, WriterEffect, WriterReply> row(
      Writer writer, WriterInput input, Uptime now) {
    return WriterTable.TABLE.decide(Calls.phase(writer, input), writer, input, now);
  }
}
