package io.lull.protocol.provider;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SetId;
import io.lull.protocol.provider.ProviderEvent.AbortAsked;
import io.lull.protocol.provider.ProviderEvent.Tombstoned;
import io.lull.protocol.provider.ProviderInput.AbortSnapshots;
import io.lull.protocol.provider.StepResult.Done;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import java.util.Optional;

/** AbortSnapshots: always taken, any number of times, and answered when everything is gone. */
final class AbortRules {
  private AbortRules() {}

  /** Nothing to remove; but what of the set is still on its way must not begin any more. */
  static Decision<ProviderEvent, ProviderEffect, ProviderReply> unknown(
      Provider provider, AbortSnapshots input, Uptime now) {
    return new Outcome(provider)
        .event(new Tombstoned(input.stamp()))
        .reply(Answers.ended(provider, input, new Done()))
        .decision();
  }

  static Decision<ProviderEvent, ProviderEffect, ProviderReply> abort(
      Provider provider, AbortSnapshots input, Uptime now) {
    SetId set = input.stamp().set();
    Outcome outcome = new Outcome(provider);
    Fault fault =
        Fault.expected(
            Failure.SESSION_ABORTED, "the set to be finished", "AbortSnapshots came for it");
    outcome.event(new AbortAsked(input.stamp()));
    GiveUpRules.giveUp(outcome, set, ProviderPhase.ABORTING, fault, now);
    return outcome.decision();
  }

  /** It is being removed already; the asker waits too, but not for a pause to end. */
  static Decision<ProviderEvent, ProviderEffect, ProviderReply> await(
      Provider provider, AbortSnapshots input, Uptime now) {
    SetId set = input.stamp().set();
    Outcome outcome = new Outcome(provider);
    if (!provider.known(set).open().abort().equals(Optional.of(input.stamp()))) {
      outcome.event(new AbortAsked(input.stamp()));
    }
    GiveUpRules.hurry(outcome, set, now);
    return outcome.decision();
  }

  /** Nothing unfinished of the set is here; what is finished only DeleteSnapshots removes. */
  static Decision<ProviderEvent, ProviderEffect, ProviderReply> none(
      Provider provider, AbortSnapshots input, Uptime now) {
    return Decision.reply(Answers.ended(provider, input, new Done()));
  }
}
