package io.lull.protocol.session;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.WriterMetadata;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Who is there and what was chosen.
 *
 * @param lives which life each host is living, as far as this session has heard
 * @param absent writers that could not describe themselves, and why
 * @param chosen the explicit components, and whether they were stored once that was said
 */
public record Roster(
    SortedMap<HostId, Incarnation> lives,
    SortedMap<WriterId, WriterEntry> writers,
    SortedMap<WriterId, Fault> absent,
    SortedMap<ComponentId, Optional<Boolean>> chosen) {
  static final Roster EMPTY =
      new Roster(
          Sorted.map(Map.of()), Sorted.map(Map.of()), Sorted.map(Map.of()), Sorted.map(Map.of()));

  /** The writers for which this holds. */
  SortedSet<WriterId> writers(Predicate<WriterEntry> holds) {
    return Sorted.set(
        writers.entrySet().stream()
            .filter(entry -> holds.test(entry.getValue()))
            .map(Map.Entry::getKey)
            .toList());
  }

  /** What is known of a writer that is known to be there. */
  WriterEntry known(WriterId writer) {
    return entry(writer).orElseThrow();
  }

  Optional<WriterEntry> entry(WriterId writer) {
    return Optional.ofNullable(writers.get(writer));
  }

  /** Components whose data in the copies cannot be relied on. */
  SortedSet<ComponentId> unusable() {
    return Sorted.set(
        writers.values().stream().flatMap(entry -> entry.unusable().stream()).toList());
  }

  /** A host never goes back to an earlier life; who speaks of one is only late. */
  Roster life(HostId host, Incarnation incarnation) {
    Incarnation known = lives.getOrDefault(host, incarnation);
    if (incarnation.isBefore(known)) {
      return this;
    }
    return new Roster(Sorted.with(lives, host, incarnation), writers, absent, chosen);
  }

  Roster identified(WriterMetadata metadata) {
    return new Roster(
        lives, Sorted.with(writers, metadata.writer(), WriterEntry.of(metadata)), absent, chosen);
  }

  Roster absent(WriterId writer, Fault fault) {
    return new Roster(lives, writers, Sorted.with(absent, writer, fault), chosen);
  }

  Roster chosen(ComponentId component, Optional<Boolean> succeeded) {
    return new Roster(lives, writers, absent, Sorted.with(chosen, component, succeeded));
  }

  Roster writer(WriterId writer, UnaryOperator<WriterEntry> change) {
    return entry(writer)
        .map(
            entry ->
                new Roster(
                    lives, Sorted.with(writers, writer, change.apply(entry)), absent, chosen))
        .orElse(this);
  }
}
