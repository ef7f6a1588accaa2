package io.lull.provider;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SetId;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderEffect.AskFate;
import io.lull.protocol.provider.ProviderEffect.DiscardCopies;
import io.lull.protocol.provider.StepResult;
import java.util.List;

/** What the host of a provider reports to its actor: the ends of work, and timers. */
sealed interface ProviderReport extends ProviderCommand {
  /** A piece of work has ended. */
  record Ended(Job job, StepResult result) implements ProviderReport {}

  /** The copies that are there were listed. */
  record Listed(Listing listing, List<Marker> markers) implements ProviderReport {}

  /** The copies that are there could not be listed. */
  record NotListed(Listing listing, Fault fault) implements ProviderReport {}

  /** A piece of work has had its time. */
  record LimitReached(SetId set, long call) implements ProviderReport {}

  /** The pause before an attempt to remove is over. */
  record PauseOver(DiscardCopies discard) implements ProviderReport {}

  /** The lease of prepared work may be over. */
  record LeaseOver(SetId set, long call) implements ProviderReport {}

  /** A question for the fate of a set has no answer yet. */
  record NoFateYet(AskFate question) implements ProviderReport {}

  /** Listing the copies has had its time. */
  record ListingOverdue() implements ProviderReport {}

  /** The pause after a failed listing is over. */
  record ListAgain() implements ProviderReport {}
}
