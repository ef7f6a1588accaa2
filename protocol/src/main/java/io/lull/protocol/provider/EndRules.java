package io.lull.protocol.provider;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderCall.Asked;
import io.lull.protocol.provider.ProviderEvent.CallEnded;
import io.lull.protocol.provider.ProviderEvent.VolumesDropped;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderInput.EndPrepare;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * EndPrepare, which says what the set is: a volume whose Begin was answered in vain is no member,
 * and its copy would make a receipt that fits no plan, after everybody had stood still.
 */
final class EndRules {
  private EndRules() {}

  static Decision<ProviderEvent, ProviderEffect, ProviderReply> end(
      Provider provider, EndPrepare input, Uptime now) {
    ProviderSession session = provider.known(input.stamp().set());
    SortedSet<Volume> begun = begun(session);
    Optional<Volume> missing =
        input.volumes().stream().filter(volume -> !begun.contains(volume)).findFirst();
    if (missing.isPresent()) {
      return Decision.reply(Answers.refused(provider, input, notThere(missing.get())));
    }
    Outcome outcome = new Outcome(provider);
    begun.removeAll(input.volumes());
    if (!begun.isEmpty()) {
      drop(outcome, session, begun, now);
    }
    StepRules.takeUp(outcome, input, now);
    return outcome.decision();
  }

  /** Gives EndPrepare to the host if the last BeginPrepare that it waited for has ended. */
  static void release(Outcome outcome, SetId set, Uptime now) {
    ProviderSession session = outcome.known(set);
    if (session.phase() != ProviderPhase.ENDING_PREPARE || session.isBeginning()) {
      return;
    }
    session
        .calls()
        .forEach(
            (number, call) -> {
              if (call instanceof Asked asked && asked.request() instanceof EndPrepare end) {
                release(outcome, number, end, now);
              }
            });
  }

  private static void release(Outcome outcome, long call, EndPrepare end, Uptime now) {
    ProviderSession session = outcome.known(end.stamp().set());
    SortedSet<Volume> copied = session.copied();
    Optional<Volume> missing =
        end.volumes().stream().filter(volume -> !copied.contains(volume)).findFirst();
    if (missing.isEmpty()) {
      Works.effect(session, call).ifPresent(outcome::effect);
      return;
    }
    Fault fault = notThere(missing.get());
    StepResult failed = new StepResult.Failed(fault);
    outcome.event(new CallEnded(end, call, failed));
    outcome.reply(Answers.ended(outcome.provider(), end, failed));
    GiveUpRules.giveUp(outcome, session.set(), ProviderPhase.ABORTING, fault, now);
  }

  private static void drop(
      Outcome outcome, ProviderSession session, SortedSet<Volume> volumes, Uptime now) {
    Fault fault =
        Fault.expected(
            Failure.BAD_STATE, "a volume that EndPrepare names", "it does not name " + volumes);
    for (ProviderCall call : session.calls().values()) {
      if (call instanceof Asked asked
          && asked.request() instanceof BeginPrepare begin
          && volumes.contains(begin.volume())) {
        outcome.reply(Answers.ended(outcome.provider(), begin, new StepResult.Failed(fault)));
      }
    }
    outcome.event(new VolumesDropped(session.set(), volumes, fault));
    GiveUpRules.remove(outcome, session.set(), volumes, now, now);
  }

  /** What was begun and has not failed, whether or not the work on it has ended. */
  private static SortedSet<Volume> begun(ProviderSession session) {
    SortedSet<Volume> begun = new TreeSet<>(session.copied());
    for (ProviderCall call : session.calls().values()) {
      if (call instanceof Asked asked && asked.request() instanceof BeginPrepare begin) {
        begun.add(begin.volume());
      }
    }
    return begun;
  }

  private static Fault notThere(Volume volume) {
    return Fault.expected(
        Failure.OBJECT_NOT_FOUND, "every volume of the set to be begun", volume + " is not");
  }
}
