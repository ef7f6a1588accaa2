package io.lull.protocol.provider;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.provider.ProviderInput.DeleteSnapshots;
import io.lull.protocol.provider.StepResult.DeletionStopped;
import io.lull.protocol.provider.StepResult.Done;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import java.util.List;
import java.util.Optional;

/** DeleteSnapshots: the only request that removes a finished copy; anybody may ask. */
final class DeleteRules {
  private DeleteRules() {}

  static Decision<ProviderEvent, ProviderEffect, ProviderReply> delete(
      Provider provider, DeleteSnapshots input, Uptime now) {
    ProviderSession session = provider.known(input.stamp().set());
    // Looked up before anything is deleted: a name that is wrong must not cost the right ones.
    Optional<SnapshotId> bogus =
        input.snapshots().stream().filter(snapshot -> !isOf(session, snapshot)).findFirst();
    if (bogus.isPresent()) {
      return notFound(provider, input, bogus.get());
    }
    if (session.asked(input).isPresent()) {
      return Decision.nothing();
    }
    if (Works.remaining(session, input).isEmpty()) {
      return Decision.reply(Answers.ended(provider, input, new Done()));
    }
    Outcome outcome = new Outcome(provider);
    StepRules.takeUp(outcome, input, now);
    return outcome.decision();
  }

  /** Nothing of the set is a snapshot here. */
  static Decision<ProviderEvent, ProviderEffect, ProviderReply> none(
      Provider provider, DeleteSnapshots input, Uptime now) {
    return input.snapshots().isEmpty()
        ? Decision.reply(Answers.ended(provider, input, new Done()))
        : notFound(provider, input, input.snapshots().getFirst());
  }

  private static Decision<ProviderEvent, ProviderEffect, ProviderReply> notFound(
      Provider provider, DeleteSnapshots input, SnapshotId missing) {
    Fault fault =
        Fault.expected(
            Failure.OBJECT_NOT_FOUND, "snapshots of " + provider.id(), missing + " is none");
    StepResult stopped = new DeletionStopped(List.of(), missing, fault);
    return Decision.reply(Answers.ended(provider, input, stopped));
  }

  /** True also for one that was deleted: whoever asks again hears that it is gone. */
  private static boolean isOf(ProviderSession session, SnapshotId snapshot) {
    VolumePart part = session.volumes().get(snapshot.volume());
    return snapshot.set().equals(session.set()) && part != null && part.isCopied();
  }
}
