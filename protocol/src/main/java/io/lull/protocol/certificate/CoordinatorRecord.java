package io.lull.protocol.certificate;

import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.SetId;
import io.lull.protocol.value.Sorted;
import java.util.List;
import java.util.SortedSet;

/**
 * What the coordinator was told about one set, from the plan to the last PostSnapshot.
 *
 * @param epoch the attempt whose window made the copies; a later one may have finished the set
 * @param unusable the components whose writer failed for them, at PostSnapshot or before; all of a
 *     writer's when it failed as a whole. One that failed before the window has no part in the set.
 */
public record CoordinatorRecord(
    SetId set,
    Epoch epoch,
    Participants participants,
    List<Hold> holds,
    List<Receipt> receipts,
    List<Attestation> attestations,
    SortedSet<ComponentId> unusable) {
  public CoordinatorRecord {
    holds = Ordered.by(Hold::writer, holds);
    receipts = Ordered.by(Receipt::provider, receipts);
    attestations = Ordered.by(Attestation::writer, attestations);
    unusable = Sorted.set(unusable);
  }
}
