package io.lull.protocol.plan;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.value.Sorted;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/** What becomes of picking. */
public sealed interface Pick {
  /**
   * This is the backup.
   *
   * @param components to be added by themselves; what lies below them comes along
   * @param volumes the members of the set, each with the providers to be tried first, in their
   *     order
   */
  record Picked(SortedSet<ComponentId> components, SortedMap<Volume, List<ProviderId>> volumes)
      implements Pick {
    public Picked {
      components = Sorted.set(components);
      volumes = Sorted.map(volumes);
    }
  }

  /** What there is does not give what was asked for, and nothing is begun. */
  record Declined(Fault fault) implements Pick {}
}
