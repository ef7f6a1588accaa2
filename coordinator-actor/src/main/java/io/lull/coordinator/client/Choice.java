package io.lull.coordinator.client;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.plan.Pick;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterMetadata;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which of the components that writers describe are to be backed up; only selectable ones are.
 *
 * @param writers only components of these, or of all writers if none is named
 * @param components only these, or all if none is named
 */
public record Choice(Set<WriterId> writers, Set<ComponentId> components) implements Picking {
  public static final Choice EVERYTHING = new Choice(Set.of(), Set.of());

  public Choice {
    writers = Sorted.set(writers);
    components = Sorted.set(components);
  }

  @Override
  public Pick pick(List<WriterMetadata> described, Map<WriterId, Fault> absent) {
    SortedSet<ComponentId> picked = new TreeSet<>();
    SortedMap<Volume, List<ProviderId>> volumes = new TreeMap<>();
    described.stream()
        .flatMap(writer -> writer.components().stream())
        .filter(this::takes)
        .forEach(
            component -> {
              picked.add(component.id());
              component.volumes().forEach(volume -> volumes.put(volume, List.of()));
            });
    return missing(described).map(Pick::declined).orElseGet(() -> Pick.of(picked, volumes));
  }

  private boolean takes(Component component) {
    return component.selectable()
        && (writers.isEmpty() || writers.contains(component.id().writer()))
        && (components.isEmpty() || components.contains(component.id()));
  }

  /** What was named and is not there: a backup without it would not be what was asked for. */
  private Optional<Fault> missing(Collection<WriterMetadata> described) {
    Set<Object> missing = new LinkedHashSet<>();
    missing.addAll(writers);
    described.forEach(writer -> missing.remove(writer.writer()));
    if (missing.isEmpty()) {
      missing.addAll(components);
      described.forEach(
          writer ->
              writer.components().stream()
                  .filter(this::takes)
                  .forEach(component -> missing.remove(component.id())));
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Fault.expected(
                Failure.OBJECT_NOT_FOUND, "what was named to be there", missing + " is not"));
  }
}
