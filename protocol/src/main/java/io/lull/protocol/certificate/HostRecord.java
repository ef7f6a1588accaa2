package io.lull.protocol.certificate;

import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What a host itself recorded about one of its writers in one set.
 *
 * @param epoch the attempt that froze the writer; a later one may have told it the rest
 * @param part the writer's part in the host's own words, not in those of the plan
 * @param granted the token of the hold, once the freeze had succeeded; none for a writer that
 *     failed before
 * @param end how the hold stood when the Thaw was handled, once it was
 * @param receipts the digest that the Thaw carried
 * @param unusable the components for which the writer failed
 */
public record HostRecord(
    SetId set,
    Epoch epoch,
    WriterPart part,
    Optional<HoldToken> granted,
    Optional<HoldEnd> end,
    Optional<Digest> receipts,
    SortedSet<ComponentId> unusable) {
  public HostRecord {
    unusable = Sorted.set(unusable);
  }

  public WriterId writer() {
    return part.writer();
  }
}
