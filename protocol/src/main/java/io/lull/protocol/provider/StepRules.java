package io.lull.protocol.provider;

import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SetId;
import io.lull.protocol.provider.ProviderCall.Asked;
import io.lull.protocol.provider.ProviderEffect.NoteFault;
import io.lull.protocol.provider.ProviderEvent.AskedAgain;
import io.lull.protocol.provider.ProviderEvent.ReceiptMade;
import io.lull.protocol.provider.ProviderEvent.TakenUp;
import io.lull.protocol.provider.ProviderInput.Commit;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;

/** The steps after BeginPrepare: each once, in their order, and repeated as often as asked. */
final class StepRules {
  private StepRules() {}

  /** The step whose turn it is. */
  static Decision<ProviderEvent, ProviderEffect, ProviderReply> start(
      Provider provider, ProviderRequest request, Uptime now) {
    Outcome outcome = new Outcome(provider);
    if (request instanceof Commit commit) {
      outcome.event(new ReceiptMade(receipt(provider, commit)));
    }
    takeUp(outcome, request, now);
    return outcome.decision();
  }

  /** The step is being done: its answer goes to whoever asked under the newest epoch. */
  static Decision<ProviderEvent, ProviderEffect, ProviderReply> askedAgain(
      Provider provider, ProviderRequest request, Uptime now) {
    ProviderSession session = provider.known(request.stamp().set());
    return session
        .asked(request)
        .filter(call -> session.call(call).filter(asked -> isOlder(asked, request)).isPresent())
        .map(
            call ->
                Decision.<ProviderEvent, ProviderEffect, ProviderReply>event(
                    new AskedAgain(call, request)))
        .orElse(Decision.nothing());
  }

  /** The step is done or was never reached: the earlier answer, and nothing happens. */
  static Decision<ProviderEvent, ProviderEffect, ProviderReply> again(
      Provider provider, ProviderRequest request, Uptime now) {
    ProviderSession session = provider.known(request.stamp().set());
    StepResult recorded = session.answers().get(ProviderStep.of(request));
    return Decision.reply(
        recorded == null
            ? Answers.refused(provider, request, Failure.TOMBSTONED)
            : Answers.ended(provider, request, recorded));
  }

  /** A step before its turn: refused, and what was in progress cannot be trusted any more. */
  static Decision<ProviderEvent, ProviderEffect, ProviderReply> veto(
      Provider provider, ProviderRequest request, Uptime now) {
    ProviderStep step = ProviderStep.of(request);
    Fault fault =
        Fault.expected(
            Failure.PROVIDER_VETO,
            "the steps of one set in their order",
            step + " came for " + request.stamp().set() + ", which is " + phase(provider, request));
    Outcome outcome = new Outcome(provider);
    provider
        .inProgress()
        .ifPresent(
            session ->
                GiveUpRules.giveUp(outcome, session.set(), ProviderPhase.ABORTING, fault, now));
    return outcome
        .effect(new NoteFault(request.stamp().set(), step, fault))
        .reply(Answers.refused(provider, request, fault))
        .decision();
  }

  /** Gives a request to the host, or only notes it when it has to wait for other work. */
  static long takeUp(Outcome outcome, ProviderRequest request, Uptime now) {
    long call = outcome.provider().nextCall();
    SetId set = request.stamp().set();
    Uptime until = now.plus(Works.limit(outcome.provider().limits(), ProviderStep.of(request)));
    outcome.event(new TakenUp(call, request, until));
    Works.effect(outcome.known(set), call).ifPresent(outcome::effect);
    return call;
  }

  private static boolean isOlder(ProviderCall call, ProviderRequest request) {
    return call instanceof Asked asked
        && asked.request().stamp().epoch().isBefore(request.stamp().epoch());
  }

  private static Receipt receipt(Provider provider, Commit commit) {
    return new Receipt(
        provider.id(),
        commit.stamp().set(),
        commit.stamp().epoch(),
        provider.incarnation(),
        commit.holds(),
        provider.known(commit.stamp().set()).copied());
  }

  private static ProviderPhase phase(Provider provider, ProviderRequest request) {
    return provider.phase(request.stamp().set());
  }
}
