package io.lull.protocol.provider;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SetId;
import io.lull.protocol.provider.ProviderEffect.ArmPrepared;
import io.lull.protocol.provider.ProviderEvent.LeaseArmed;
import io.lull.protocol.provider.ProviderEvent.SetBegun;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderInput.PreparedDue;
import io.lull.protocol.provider.ProviderReply.Begun;
import io.lull.protocol.provider.ProviderSession.Lease;
import io.lull.protocol.provider.StepResult.Failed;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import java.util.Optional;

/** How a set begins here, and how begun work frees itself when nobody comes back for it. */
final class BeginRules {
  private BeginRules() {}

  /** A new set; the gate has seen that no other one may be unfinished under a valid slot. */
  static Decision<ProviderEvent, ProviderEffect, ProviderReply> begin(
      Provider provider, BeginPrepare input, Uptime now) {
    if (!isOwn(provider, input)) {
      return Decision.reply(notSupported(provider, input));
    }
    Outcome outcome = new Outcome(provider);
    Fault superseded =
        Fault.expected(
            Failure.SLOT_LOST,
            "the creation slot to stay with one set",
            input.stamp().set() + " has begun under a later number");
    provider
        .inProgress()
        .ifPresent(
            old -> GiveUpRules.giveUp(outcome, old.set(), ProviderPhase.ABORTING, superseded, now));
    outcome.event(new SetBegun(input.stamp()));
    takeUp(outcome, input, now);
    return outcome.decision();
  }

  /** A volume of a set that is being begun: a further one, or one again. */
  static Decision<ProviderEvent, ProviderEffect, ProviderReply> more(
      Provider provider, BeginPrepare input, Uptime now) {
    ProviderSession session = provider.known(input.stamp().set());
    if (session.volumes().containsKey(input.volume()) || session.asked(input).isPresent()) {
      return again(provider, input, now);
    }
    if (!isOwn(provider, input)) {
      return Decision.reply(notSupported(provider, input));
    }
    if (session.touched().size() >= provider.limits().volumesPerSet()) {
      return Decision.reply(
          refusal(
              provider,
              input,
              Failure.MAXIMUM_NUMBER_OF_VOLUMES_REACHED,
              "at most " + provider.limits().volumesPerSet() + " volumes",
              "one more came"));
    }
    Outcome outcome = new Outcome(provider);
    takeUp(outcome, input, now);
    return outcome.decision();
  }

  /** The set takes no more volumes; one that is in it is answered as before. */
  static Decision<ProviderEvent, ProviderEffect, ProviderReply> again(
      Provider provider, BeginPrepare input, Uptime now) {
    ProviderSession session = provider.known(input.stamp().set());
    if (session.asked(input).isPresent()) {
      return StepRules.askedAgain(provider, input, now);
    }
    return Decision.reply(
        recorded(session, input)
            .map(result -> Answers.ended(provider, input, result))
            .orElseGet(
                () ->
                    refusal(
                        provider,
                        input,
                        Failure.BAD_STATE,
                        "no further volume after EndPrepare",
                        "one came late")));
  }

  /** The set is given up or gone; a volume that was in it is answered as before. */
  static Decision<ProviderEvent, ProviderEffect, ProviderReply> gone(
      Provider provider, BeginPrepare input, Uptime now) {
    return Decision.reply(
        recorded(provider.known(input.stamp().set()), input)
            .map(result -> Answers.ended(provider, input, result))
            .orElseGet(() -> Answers.refused(provider, input, Failure.TOMBSTONED)));
  }

  /** Frees prepared work whose creation never came; nobody is told, for nobody asks. */
  static Decision<ProviderEvent, ProviderEffect, ProviderReply> preparedDue(
      Provider provider, PreparedDue input, Uptime now) {
    Optional<Lease> lease =
        provider.known(input.set()).open().lease().filter(armed -> armed.call() == input.call());
    if (lease.isEmpty()) {
      return Decision.nothing();
    }
    // The clock decides, not the arrival of a timer.
    if (now.isBefore(lease.get().at())) {
      return Decision.effect(new ArmPrepared(input.set(), input.call(), lease.get().at()));
    }
    Outcome outcome = new Outcome(provider);
    Fault fault =
        Fault.expected(
            Failure.SLOT_LOST,
            "the creation to come within " + provider.limits().preparedLease(),
            "it did not");
    GiveUpRules.giveUp(outcome, input.set(), ProviderPhase.ABORTING, fault, now);
    return outcome.decision();
  }

  /** Prepared work is kept for a while; what prepares it tells until when. */
  static void arm(Outcome outcome, SetId set, long call, Uptime now) {
    Uptime at = now.plus(outcome.provider().limits().preparedLease());
    outcome.event(new LeaseArmed(set, call, at)).effect(new ArmPrepared(set, call, at));
  }

  private static void takeUp(Outcome outcome, BeginPrepare input, Uptime now) {
    long call = StepRules.takeUp(outcome, input, now);
    arm(outcome, input.stamp().set(), call, now);
  }

  private static Optional<StepResult> recorded(ProviderSession session, BeginPrepare input) {
    return Optional.ofNullable(session.volumes().get(input.volume())).map(VolumePart::begun);
  }

  private static boolean isOwn(Provider provider, BeginPrepare input) {
    return input.volume().host().equals(provider.id().host());
  }

  private static ProviderReply notSupported(Provider provider, BeginPrepare input) {
    return refusal(
        provider,
        input,
        Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
        "a volume of " + provider.id().host(),
        "it is " + input.volume());
  }

  /** Only this volume is refused; the set stays usable. */
  private static ProviderReply refusal(
      Provider provider, BeginPrepare input, Failure failure, String expected, String but) {
    StepResult failed = new Failed(Fault.expected(failure, expected, but));
    return new Begun(provider.id(), input.stamp(), input.volume(), failed);
  }
}
