package io.lull.protocol.window;

import io.lull.protocol.certificate.Chain;
import io.lull.protocol.certificate.Digest;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.ProviderInput.Commit;
import io.lull.protocol.provider.ProviderInput.PostCommit;
import io.lull.protocol.provider.ProviderInput.PreCommit;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.window.WindowEffect.AskProvider;
import io.lull.protocol.window.WindowEffect.CancelTimer;
import io.lull.protocol.window.WindowEffect.StartTimer;
import io.lull.protocol.window.WindowEvent.CommitAsked;
import io.lull.protocol.window.WindowEvent.PostCommitAsked;
import io.lull.protocol.window.WindowEvent.PreCommitAsked;
import io.lull.protocol.window.WindowEvent.ProviderReady;
import io.lull.protocol.window.WindowEvent.ReceiptTaken;
import java.util.OptionalInt;
import java.util.function.Function;

/** The providers' three steps while all writers stand still. */
final class CommitRules {
  private CommitRules() {}

  /** Begins the commit, unless too little of the smallest lease is left to end it in time. */
  static Decision<WindowEvent, WindowEffect, Void> preCommit(
      Outcome outcome, Window window, Uptime now) {
    Limits limits = window.plan().limits();
    Uptime deadline = now.plus(limits.commit());
    if (window.times().leaseUntil().isBefore(deadline.plus(limits.thaw()))) {
      Fault fault =
          Fault.expected(
              Failure.LEASE_TOO_SHORT,
              "a lease that lasts for commit and thaw, " + limits.commit().plus(limits.thaw()),
              "only " + now.until(window.times().leaseUntil()) + " of it is left");
      return AbortRules.fail(outcome, window, fault, now);
    }
    outcome.effect(new CancelTimer(WindowTimer.FREEZE));
    if (window.plan().providers().isEmpty()) {
      return ThawRules.thawFirst(outcome, window, now);
    }
    outcome.event(new PreCommitAsked(deadline, now));
    outcome.effect(new StartTimer(WindowTimer.COMMIT, limits.commit()));
    askAll(outcome, window, PreCommit::new);
    return outcome.decision();
  }

  static Decision<WindowEvent, WindowEffect, Void> stepped(
      Window window, WindowInput.ProviderStepped input, Uptime now) {
    ProviderReply.Stepped reply = input.reply();
    if (!awaits(window, window.place(reply.provider(), reply.stamp()), reply.step())) {
      return Decision.nothing();
    }
    return switch (reply.result()) {
      case StepResult.Done done -> ready(window, reply, now);
      case StepResult.Failed failed -> AbortRules.fail(new Outcome(), window, failed.fault(), now);
      case StepResult.DeletionStopped stopped ->
          AbortRules.fail(new Outcome(), window, stopped.fault(), now);
    };
  }

  static Decision<WindowEvent, WindowEffect, Void> committed(
      Window window, WindowInput.ProviderCommitted input, Uptime now) {
    ProviderReply.Committed reply = input.reply();
    if (!awaits(window, window.place(reply.provider(), reply.stamp()), ProviderStep.COMMIT)) {
      return Decision.nothing();
    }
    Outcome outcome = new Outcome();
    outcome.event(new ReceiptTaken(reply.provider(), reply.receipt()));
    if (window.awaiting() == 1) {
      outcome.event(new PostCommitAsked());
      askAll(outcome, window, PostCommit::new);
    }
    return outcome.decision();
  }

  static Decision<WindowEvent, WindowEffect, Void> refused(
      Window window, WindowInput.ProviderRefused input, Uptime now) {
    ProviderReply.Refused reply = input.reply();
    return window.place(reply.provider(), reply.stamp()).isEmpty()
        ? Decision.nothing()
        : AbortRules.fail(new Outcome(), window, reply.fault(), now);
  }

  private static Decision<WindowEvent, WindowEffect, Void> ready(
      Window window, ProviderReply.Stepped reply, Uptime now) {
    if (window.phase() == WindowPhase.COMMITTING) {
      Fault fault =
          Fault.expected(
              Failure.UNEXPECTED_PROVIDER_ERROR,
              "a receipt from " + reply.provider() + " for its commit",
              "it sent none");
      return AbortRules.fail(new Outcome(), window, fault, now);
    }
    Outcome outcome = new Outcome();
    outcome.event(new ProviderReady(reply.provider(), now));
    if (window.awaiting() > 1) {
      return outcome.decision();
    }
    if (window.phase() == WindowPhase.PRE_COMMITTING) {
      return commit(outcome, window);
    }
    outcome.effect(new CancelTimer(WindowTimer.COMMIT));
    return ThawRules.thawFirst(outcome, outcome.applyTo(window), now);
  }

  private static Decision<WindowEvent, WindowEffect, Void> commit(Outcome outcome, Window window) {
    Digest holds = Chain.ofHolds(window.plan().set(), window.plan().epoch(), Reports.holds(window));
    outcome.event(new CommitAsked(holds));
    askAll(outcome, window, stamp -> new Commit(stamp, holds));
    return outcome.decision();
  }

  private static void askAll(
      Outcome outcome, Window window, Function<Stamp, ProviderRequest> request) {
    for (WindowProvider provider : window.plan().providers()) {
      outcome.effect(new AskProvider(provider.id(), request.apply(window.plan().stamp(provider))));
    }
  }

  /** Whether this is the step that is waited for, and not the second answer to it. */
  private static boolean awaits(Window window, OptionalInt place, ProviderStep step) {
    ProviderStep awaited =
        switch (window.phase()) {
          case PRE_COMMITTING -> ProviderStep.PRE_COMMIT;
          case COMMITTING -> ProviderStep.COMMIT;
          case PLANNED, FREEZING, POST_COMMITTING, THAWING, ABORTING, CLOSED ->
              ProviderStep.POST_COMMIT;
        };
    return place.isPresent()
        && step == awaited
        && window.providers().get(place.getAsInt()).done() != step;
  }
}
