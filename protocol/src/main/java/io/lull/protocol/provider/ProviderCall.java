package io.lull.protocol.provider;

import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.value.Sorted;
import java.util.SortedSet;

/** One piece of a provider's own work that has not ended yet. */
sealed interface ProviderCall {
  /** Somebody waits for its end, and it has to end by the given time. */
  record Asked(ProviderRequest request, Uptime until) implements ProviderCall {}

  /** Nobody waits any more; whatever it still brings about is removed again. */
  record Lost(ProviderRequest request) implements ProviderCall {}

  /**
   * What a failed or unwanted copy left is being removed.
   *
   * @param from when this attempt begins; later than now after one that failed
   */
  record Removal(SortedSet<Volume> volumes, Uptime from, Uptime until) implements ProviderCall {
    public Removal {
      volumes = Sorted.set(volumes);
    }
  }
}
