package io.lull.protocol.simulation;

import io.lull.protocol.table.Machine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What is kept of every entity; survives everything.
 *
 * <p>A write names how much of the journal its writer has seen: where two coordinators speak for
 * one entity the later write is refused, as a journal's primary key does it.
 */
public final class Journal<K extends Comparable<K>, S, E> {
  private final Machine<S, ?, ?, E, ?, ?> machine;
  private final Function<K, S> fresh;
  private final SortedMap<K, Log<S, E>> kept = new TreeMap<>();

  /** The events of one entity, and the state that they give. */
  private static final class Log<S, E> {
    private final List<E> events = new ArrayList<>();
    private S state;

    Log(S fresh) {
      this.state = fresh;
    }
  }

  public Journal(Machine<S, ?, ?, E, ?, ?> machine, Function<K, S> fresh) {
    this.machine = machine;
    this.fresh = fresh;
  }

  private Log<S, E> log(K key) {
    return kept.computeIfAbsent(key, _ -> new Log<>(fresh.apply(key)));
  }

  public List<E> read(K key) {
    Log<S, E> log = kept.get(key);
    return log == null ? List.of() : Collections.unmodifiableList(log.events);
  }

  /** Adds all the events or none. */
  public boolean append(K key, int seen, List<E> events) {
    Log<S, E> log = log(key);
    if (log.events.size() != seen) {
      return false;
    }
    log.events.addAll(events);
    log.state = machine.replay(log.state, events);
    return true;
  }

  /** The state that is durable, carried along from event to event. */
  public S state(K key) {
    Log<S, E> log = kept.get(key);
    return log == null ? fresh.apply(key) : log.state;
  }

  /** The state that is durable, as somebody who begins with nothing computes it. */
  public S replayed(K key) {
    return machine.replay(fresh.apply(key), read(key));
  }

  public Iterable<K> keys() {
    return kept.keySet();
  }
}
