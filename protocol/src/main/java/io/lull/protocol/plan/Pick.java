package io.lull.protocol.plan;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.value.Sorted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What becomes of picking.
 *
 * @param components to be added by themselves; what lies below them comes along
 * @param volumes the members of the set, each with the providers to be tried first, in their order
 * @param declined why what there is does not give what was asked for; nothing is picked then
 */
public record Pick(
    SortedSet<ComponentId> components,
    SortedMap<Volume, List<ProviderId>> volumes,
    Optional<Fault> declined) {
  public Pick {
    components = Sorted.set(components);
    volumes = Sorted.map(volumes);
  }

  /** This is the backup. */
  public static Pick of(
      SortedSet<ComponentId> components, SortedMap<Volume, List<ProviderId>> volumes) {
    return new Pick(components, volumes, Optional.empty());
  }

  /** Nothing is begun. */
  public static Pick declined(Fault why) {
    return new Pick(Sorted.set(Set.of()), Sorted.map(Map.of()), Optional.of(why));
  }
}
