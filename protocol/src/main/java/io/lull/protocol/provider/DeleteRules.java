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
      StepResult stopped = new DeletionStopped(List.of(), bogus.get(), notFound(provider, input));
      return Decision.reply(Answers.ended(provider, input, stopped));
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

  /** All copies were deleted: whoever asks again hears so, and nothing happens. */
  static Decision<ProviderEvent, ProviderEffect, ProviderReply> again(
      Provider provider, DeleteSnapshots input, Uptime now) {
    ProviderSession session = provider.known(input.stamp().set());
    return input.snapshots().stream().allMatch(snapshot -> isOf(session, snapshot))
        ? Decision.reply(Answers.ended(provider, input, new Done()))
        : none(provider, input, now);
  }

  /** No copy of the set is a snapshot here. */
  static Decision<ProviderEvent, ProviderEffect, ProviderReply> none(
      Provider provider, DeleteSnapshots input, Uptime now) {
    return Decision.reply(Answers.refused(provider, input, notFound(provider, input)));
  }

  private static Fault notFound(Provider provider, DeleteSnapshots input) {
    return Fault.expected(
        Failure.OBJECT_NOT_FOUND,
        "snapshots that " + provider.id() + " has",
        "not all of " + input.snapshots() + " are there");
  }

  /**
   * True also for one that was deleted: whoever asks again hears that it is gone.
   *
   * <p>How far the copies of an unfinished set had come before the host went away is not known, so
   * none of its own names is wrong.
   */
  private static boolean isOf(ProviderSession session, SnapshotId snapshot) {
    VolumePart part = session.volumes().get(snapshot.volume());
    return snapshot.set().equals(session.set())
        && (session.phase() == ProviderPhase.LEFT_OVER || (part != null && part.isCopied()));
  }
}
