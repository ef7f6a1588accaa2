package io.lull.protocol.certificate;

import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.value.Sorted;
import java.util.SortedSet;

/**
 * A provider's word that it committed; kept with its copies.
 *
 * @param holds the digest of all hold tokens that the Commit carried, so that the commit can only
 *     have come after every freeze was acknowledged
 * @param volumes what was copied
 */
public record Receipt(
    ProviderId provider,
    SetId set,
    Epoch epoch,
    Incarnation incarnation,
    Digest holds,
    SortedSet<Volume> volumes) {
  public Receipt {
    volumes = Sorted.set(volumes);
  }
}
