package io.lull.protocol.session;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterMetadata;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which components a choice means: what is carried along, and what is left out in any case. */
final class Selection {
  private Selection() {}

  /** Why a component cannot be chosen by itself; empty if it can. */
  static Optional<Fault> refuse(Session session, ComponentId id) {
    Optional<WriterEntry> entry = session.roster().entry(id.writer());
    Optional<Component> component = entry.flatMap(found -> find(found.metadata(), id));
    if (component.isEmpty()) {
      return Optional.of(
          Fault.expected(Failure.OBJECT_NOT_FOUND, "a component of a writer", "got " + id));
    }
    if (session.roster().chosen().containsKey(id)) {
      return Optional.of(
          Fault.expected(Failure.OBJECT_ALREADY_EXISTS, "a further component", "got " + id));
    }
    WriterMetadata metadata = entry.orElseThrow().metadata();
    if (excluded(metadata, id)) {
      return Optional.of(
          Fault.expected(Failure.INVALID_ARGUMENT, "a component", id + " is excluded"));
    }
    if (!component.get().selectable() && hasSelectableAncestor(metadata, id)) {
      return Optional.of(
          Fault.expected(
              Failure.INVALID_ARGUMENT,
              "a component that can be chosen by itself",
              id + " is carried along by what it lies below"));
    }
    return Optional.empty();
  }

  /**
   * What is backed up of a writer: the chosen components and all below them, and with any of them
   * those that are mandatory; never what is excluded.
   */
  static SortedSet<ComponentId> included(WriterMetadata metadata, Set<ComponentId> chosen) {
    SortedSet<ComponentId> included = new TreeSet<>();
    if (chosen.isEmpty()) {
      return Sorted.set(List.of());
    }
    for (Component component : metadata.components()) {
      ComponentId id = component.id();
      boolean mandatory = !component.selectable() && !hasSelectableAncestor(metadata, id);
      boolean carried = chosen.contains(id) || chosen.stream().anyMatch(top -> top.isAbove(id));
      if ((mandatory || carried) && !excluded(metadata, id)) {
        included.add(id);
      }
    }
    return Sorted.set(included);
  }

  /** Everything of a writer but what is excluded. */
  static SortedSet<ComponentId> everything(WriterMetadata metadata) {
    return Sorted.set(
        metadata.components().stream()
            .map(Component::id)
            .filter(id -> !excluded(metadata, id))
            .toList());
  }

  /** The components of a writer of which the requester said that they are stored. */
  static SortedSet<ComponentId> succeeded(Session session, WriterId writer) {
    return Sorted.set(
        session.roster().chosen().entrySet().stream()
            .filter(entry -> entry.getKey().writer().equals(writer))
            .filter(entry -> entry.getValue().orElse(false))
            .map(java.util.Map.Entry::getKey)
            .toList());
  }

  private static boolean hasSelectableAncestor(WriterMetadata metadata, ComponentId id) {
    return metadata.components().stream()
        .anyMatch(component -> component.selectable() && component.id().isAbove(id));
  }

  private static boolean excluded(WriterMetadata metadata, ComponentId id) {
    return metadata.exclusions().stream().anyMatch(out -> out.equals(id) || out.isAbove(id));
  }

  private static Optional<Component> find(WriterMetadata metadata, ComponentId id) {
    return metadata.components().stream()
        .filter(component -> component.id().equals(id))
        .findFirst();
  }
}
