package io.lull.protocol.document;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterMetadata;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The components of one writer that a backup is to have.
 *
 * <p>It cannot be built against the rules: what the writer excludes is never in it, and what is
 * mandatory is there as soon as anything is.
 *
 * @param explicit the components that were picked; those carried along are not named
 */
public record Selection(WriterMetadata metadata, Set<ComponentId> explicit) {
  public Selection {
    explicit = Sorted.set(explicit);
    for (ComponentId id : explicit) {
      objection(metadata, id)
          .ifPresent(
              fault -> {
                throw new IllegalArgumentException(fault.detail());
              });
    }
    if (!explicit.isEmpty() && !explicit.containsAll(mandatory(metadata))) {
      throw new IllegalArgumentException(
          "expected " + mandatory(metadata) + " in every selection, but got " + explicit);
    }
  }

  /** Nothing of the writer; it then takes no part. */
  public static Selection none(WriterMetadata metadata) {
    return new Selection(metadata, Set.of());
  }

  /** Why a component cannot be picked, whatever else is. */
  public static Optional<Fault> objection(WriterMetadata metadata, ComponentId id) {
    Optional<Component> component = component(metadata, id);
    if (component.isEmpty()) {
      return fault(Failure.OBJECT_NOT_FOUND, id + " is none of " + metadata.writer());
    }
    if (excluded(metadata, id)) {
      return fault(Failure.INVALID_ARGUMENT, metadata.writer() + " excludes " + id);
    }
    if (!component.get().selectable() && belowSelectable(metadata, id)) {
      return fault(Failure.INVALID_ARGUMENT, id + " only comes with a component above it");
    }
    return Optional.empty();
  }

  /** True for what the writer leaves out of every backup, whatever is picked. */
  public static boolean excluded(WriterMetadata metadata, ComponentId id) {
    return metadata.exclusions().stream()
        .anyMatch(exclusion -> exclusion.equals(id) || exclusion.isAbove(id));
  }

  /** What nobody can pick and nothing carries, and what is therefore in every selection. */
  public static SortedSet<ComponentId> mandatory(WriterMetadata metadata) {
    return Sorted.set(
        metadata.components().stream()
            .filter(component -> !component.selectable())
            .map(Component::id)
            .filter(id -> !excluded(metadata, id) && !belowSelectable(metadata, id))
            .toList());
  }

  public static Optional<Component> component(WriterMetadata metadata, ComponentId id) {
    return metadata.components().stream()
        .filter(component -> component.id().equals(id))
        .findFirst();
  }

  /** This selection with one more component, and with what is mandatory beside it. */
  public Selection with(ComponentId id) {
    TreeSet<ComponentId> more = new TreeSet<>(explicit);
    more.add(id);
    more.addAll(mandatory(metadata));
    return new Selection(metadata, more);
  }

  /** Everything that is in the backup, picked or carried along. */
  public SortedSet<ComponentId> included() {
    return ids(explicit.stream().flatMap(id -> Stream.concat(Stream.of(id), carried(id))));
  }

  /** A picked component and what belongs to it alone, not to a picked one further down. */
  public SortedSet<ComponentId> setOf(ComponentId picked) {
    return ids(
        Stream.concat(
            Stream.of(picked),
            carried(picked).filter(id -> carrier(id).equals(Optional.of(picked)))));
  }

  /** The nearest picked component that carries this one, which was not picked itself. */
  public Optional<ComponentId> carrier(ComponentId implicit) {
    return explicit.contains(implicit)
        ? Optional.empty()
        : explicit.stream()
            .filter(id -> carried(id).anyMatch(implicit::equals))
            .max(Comparator.comparingInt(id -> id.path().length()));
  }

  /** Every volume that the given components of this writer lie on. */
  public SortedSet<Volume> volumes(Set<ComponentId> ids) {
    return Sorted.set(
        metadata.components().stream()
            .filter(component -> ids.contains(component.id()))
            .flatMap(component -> component.volumes().stream())
            .toList());
  }

  // Only a selectable component stands for what is below it; a mandatory one stands for itself.
  private Stream<ComponentId> carried(ComponentId picked) {
    boolean carries = component(metadata, picked).map(Component::selectable).orElse(false);
    return metadata.components().stream()
        .map(Component::id)
        .filter(id -> carries && picked.isAbove(id) && !excluded(metadata, id));
  }

  private static boolean belowSelectable(WriterMetadata metadata, ComponentId id) {
    return metadata.components().stream()
        .anyMatch(component -> component.selectable() && component.id().isAbove(id));
  }

  private static SortedSet<ComponentId> ids(Stream<ComponentId> ids) {
    return Sorted.set(ids.toList());
  }

  private static Optional<Fault> fault(Failure failure, String but) {
    return Optional.of(Fault.expected(failure, "a component that can be picked", but));
  }
}
