package io.lull.protocol.provider;

import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderEffect.AskFate;
import io.lull.protocol.provider.ProviderEvent.FateAsked;
import io.lull.protocol.provider.ProviderEvent.FateLearned;
import io.lull.protocol.provider.ProviderEvent.SetFound;
import io.lull.protocol.provider.ProviderInput.CopiesFound;
import io.lull.protocol.provider.ProviderInput.FateTold;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.value.Sorted;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Copies whose session may have ended while the host was away: their fate is asked, not guessed.
 */
final class FoundRules {
  // The numbers of real work begin at 1.
  private static final long NO_CALL = 0;

  private FoundRules() {}

  /** Copies of an earlier life; the machine has seen to it that all are of one set. */
  static Decision<ProviderEvent, ProviderEffect, ProviderReply> adopt(
      Provider provider, CopiesFound input, Uptime now) {
    List<Marker> markers = input.markers();
    Marker newest = markers.stream().max(Comparator.comparing(Marker::epoch)).orElseThrow();
    SetId set = newest.snapshot().set();
    Stamp stamp =
        new Stamp(newest.session(), set, newest.epoch(), provider.incarnation(), newest.slot());
    TreeSet<Volume> volumes =
        markers.stream()
            .map(marker -> marker.snapshot().volume())
            .collect(Collectors.toCollection(TreeSet::new));
    Optional<Receipt> receipt =
        markers.stream().flatMap(marker -> marker.receipt().stream()).findFirst();
    TreeSet<Volume> deleted =
        new TreeSet<>(receipt.map(Receipt::volumes).orElse(Sorted.set(Set.of())));
    deleted.removeAll(volumes);
    // A life that ended amid PostFinalCommit has told nobody that the set is finished.
    boolean created = markers.stream().allMatch(Marker::created);
    Outcome outcome = new Outcome(provider);
    outcome.event(new SetFound(stamp, created, volumes, deleted, receipt));
    if (!created) {
      // Nothing can finish them any more, and a session that lives may never say that it failed.
      BeginRules.arm(outcome, set, NO_CALL, now);
    }
    ask(outcome, set);
    return outcome.decision();
  }

  /** Copies that are known: the host was cut off, and their session may be over since. */
  static Decision<ProviderEvent, ProviderEffect, ProviderReply> askFate(
      Provider provider, CopiesFound input, Uptime now) {
    Outcome outcome = new Outcome(provider);
    ask(outcome, input.markers().getFirst().snapshot().set());
    return outcome.decision();
  }

  static Decision<ProviderEvent, ProviderEffect, ProviderReply> fateOfUnfinished(
      Provider provider, FateTold input, Uptime now) {
    return told(provider, input, ProviderPhase.ABORTING, now);
  }

  static Decision<ProviderEvent, ProviderEffect, ProviderReply> fateOfCreated(
      Provider provider, FateTold input, Uptime now) {
    return told(provider, input, ProviderPhase.DELETING, now);
  }

  private static Decision<ProviderEvent, ProviderEffect, ProviderReply> told(
      Provider provider, FateTold input, ProviderPhase otherwise, Uptime now) {
    Outcome outcome = new Outcome(provider);
    if (!input.lives()) {
      Fault fault =
          Fault.expected(
              Failure.SESSION_ABORTED, "the set to live", "its session says it does not");
      GiveUpRules.giveUp(outcome, input.set(), otherwise, fault, now);
    } else if (provider.known(input.set()).open().fate()) {
      outcome.event(new FateLearned(input.set()));
    }
    return outcome.decision();
  }

  private static void ask(Outcome outcome, SetId set) {
    ProviderSession session = outcome.known(set);
    if (!session.open().fate()) {
      outcome.event(new FateAsked(set));
    }
    outcome.effect(new AskFate(session.stamp().session(), set));
  }
}
