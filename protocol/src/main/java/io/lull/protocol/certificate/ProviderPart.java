package io.lull.protocol.certificate;

import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.value.Sorted;
import java.util.SortedSet;

/**
 * A provider's part in a set.
 *
 * @param incarnation the life of its host in which it takes part
 * @param volumes what it copies
 * @param cut how its copies relate to time
 */
public record ProviderPart(
    ProviderId provider, Incarnation incarnation, SortedSet<Volume> volumes, Cut cut) {
  public ProviderPart {
    volumes = Sorted.set(volumes);
    if (volumes.isEmpty()) {
      throw new IllegalArgumentException(
          "expected a volume for " + provider + " to copy, but its part names none");
    }
    for (Volume volume : volumes) {
      if (!volume.host().equals(provider.host())) {
        throw new IllegalArgumentException(
            "expected a volume of the host of " + provider + ", but got " + volume);
      }
    }
  }
}
