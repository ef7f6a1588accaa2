package io.lull.protocol.provider;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SetId;
import io.lull.protocol.provider.ProviderCall.Asked;
import io.lull.protocol.provider.ProviderCall.Lost;
import io.lull.protocol.provider.ProviderCall.Removal;
import io.lull.protocol.provider.ProviderEffect.NoteFault;
import io.lull.protocol.provider.ProviderEvent.CallEnded;
import io.lull.protocol.provider.ProviderEvent.CallOverdue;
import io.lull.protocol.provider.ProviderEvent.LostCallEnded;
import io.lull.protocol.provider.ProviderEvent.SetGone;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderInput.DeleteSnapshots;
import io.lull.protocol.provider.ProviderInput.EndPrepare;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderInput.StepEnded;
import io.lull.protocol.provider.ProviderInput.StepOverdue;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import java.util.List;
import java.util.Optional;

/** How the provider's own work ends: well, badly, too late, or after nobody wants it any more. */
final class WorkRules {
  private WorkRules() {}

  static Decision<ProviderEvent, ProviderEffect, ProviderReply> ended(
      Provider provider, StepEnded input, Uptime now) {
    Optional<ProviderCall> call = call(provider, input.set(), input.call());
    if (call.isEmpty()) {
      return Decision.nothing();
    }
    Outcome outcome = new Outcome(provider);
    switch (call.get()) {
      case Asked asked -> asked(outcome, input, asked.request(), now);
      case Lost lost -> lost(outcome, input, lost.request(), now);
      case Removal removal ->
          Answers.fault(input.result())
              .ifPresentOrElse(
                  fault ->
                      GiveUpRules.notRemoved(
                          outcome, input.set(), input.call(), removal, fault, now),
                  () -> GiveUpRules.removed(outcome, input.set(), input.call()));
    }
    return outcome.decision();
  }

  static Decision<ProviderEvent, ProviderEffect, ProviderReply> overdue(
      Provider provider, StepOverdue input, Uptime now) {
    Optional<ProviderCall> call = call(provider, input.set(), input.call());
    if (call.isEmpty()) {
      return Decision.nothing();
    }
    Outcome outcome = new Outcome(provider);
    switch (call.get()) {
      case Asked asked -> overdue(outcome, input, asked.request(), now);
      case Lost _ -> {} // It was given up before its time was over.
      case Removal removal ->
          GiveUpRules.notRemoved(
              outcome, input.set(), input.call(), removal, late("a removal"), now);
    }
    return outcome.decision();
  }

  private static void asked(Outcome outcome, StepEnded input, ProviderRequest request, Uptime now) {
    ProviderStep step = ProviderStep.of(request);
    StepResult result = Answers.judged(outcome.known(input.set()), request, input.result());
    Optional<Fault> reported = Answers.fault(input.result());
    if (!Answers.fault(result).equals(reported)) {
      reported.ifPresent(fault -> outcome.effect(new NoteFault(input.set(), step, fault)));
    }
    outcome.event(new CallEnded(request, input.call(), result));
    outcome.reply(Answers.ended(outcome.provider(), request, result));
    Answers.fault(result)
        .ifPresentOrElse(
            fault -> failed(outcome, request, fault, now),
            () -> succeeded(outcome, request, input.call(), now));
  }

  private static void overdue(
      Outcome outcome, StepOverdue input, ProviderRequest request, Uptime now) {
    Fault fault = late(ProviderStep.of(request).toString());
    StepResult result = Answers.failed(outcome.known(input.set()), request, fault);
    outcome.event(new CallOverdue(request, input.call(), fault));
    outcome.reply(Answers.ended(outcome.provider(), request, result));
    failed(outcome, request, fault, now);
  }

  private static void succeeded(Outcome outcome, ProviderRequest request, long call, Uptime now) {
    SetId set = request.stamp().set();
    if (request instanceof BeginPrepare) {
      EndRules.release(outcome, set, now);
    } else if (request instanceof EndPrepare) {
      BeginRules.arm(outcome, set, call, now);
    } else if (request instanceof DeleteSnapshots) {
      goneIfEmpty(outcome, set);
    }
  }

  /** A volume that cannot be begun is left out; any other step that fails fails the set. */
  private static void failed(Outcome outcome, ProviderRequest request, Fault fault, Uptime now) {
    SetId set = request.stamp().set();
    if (request instanceof BeginPrepare begin) {
      GiveUpRules.remove(outcome, set, List.of(begin.volume()), now, now);
      EndRules.release(outcome, set, now);
    } else if (!(request instanceof DeleteSnapshots)) {
      GiveUpRules.giveUp(outcome, set, ProviderPhase.ABORTING, fault, now);
    }
  }

  /** Whatever work that nobody waited for has brought about, it goes; a deletion may stay. */
  private static void lost(Outcome outcome, StepEnded input, ProviderRequest request, Uptime now) {
    SetId set = input.set();
    if (request instanceof DeleteSnapshots) {
      StepResult result = Answers.judged(outcome.known(set), request, input.result());
      outcome.event(new CallEnded(request, input.call(), result));
      goneIfEmpty(outcome, set);
      return;
    }
    outcome.event(new LostCallEnded(set, input.call()));
    ProviderSession session = outcome.known(set);
    if (session.phase() == ProviderPhase.ABORTING || session.phase() == ProviderPhase.ABORTED) {
      Fault fault = late("the work that was stopped");
      GiveUpRules.giveUp(outcome, set, ProviderPhase.ABORTING, fault, now);
    } else if (request instanceof BeginPrepare begin) {
      GiveUpRules.remove(outcome, set, List.of(begin.volume()), now, now);
    }
  }

  private static void goneIfEmpty(Outcome outcome, SetId set) {
    ProviderSession session = outcome.known(set);
    boolean kept =
        session.phase() == ProviderPhase.CREATED || session.phase() == ProviderPhase.LEFT_OVER;
    if (kept && session.copied().isEmpty()) {
      outcome.event(new SetGone(set, ProviderPhase.DELETED));
    }
  }

  private static Optional<ProviderCall> call(Provider provider, SetId set, long call) {
    return provider.set(set).flatMap(session -> session.call(call));
  }

  private static Fault late(String what) {
    return Fault.expected(
        Failure.PROVIDER_TIMEOUT, what + " to end within its limit", "it did not");
  }
}
