package io.lull.protocol.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is kept of every entity; survives everything.
 *
 * <p>A write names how much of the journal its writer has seen: where two coordinators speak for
 * one entity the later write is refused, as a journal's primary key does it.
 */
final class Journal<K extends Comparable<K>, E> {
  private final SortedMap<K, List<E>> kept = new TreeMap<>();

  List<E> read(K key) {
    return List.copyOf(kept.getOrDefault(key, List.of()));
  }

  int length(K key) {
    return kept.getOrDefault(key, List.of()).size();
  }

  /** Adds all the events or none. */
  boolean append(K key, int seen, List<E> events) {
    List<E> all = kept.computeIfAbsent(key, _ -> new ArrayList<>());
    return all.size() == seen && all.addAll(events);
  }

  Iterable<K> keys() {
    return kept.keySet();
  }
}
