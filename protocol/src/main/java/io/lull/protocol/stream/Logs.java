package io.lull.protocol.stream;

import io.lull.protocol.value.Sorted;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An exact set of log generations.
 *
 * <p>Bounds or a sum would be shorter, but they let a log that was read twice stand in for one that
 * never was.
 */
public record Logs(SortedSet<Long> generations) {
  public static final Logs NONE = of(List.of());

  public Logs {
    generations = Sorted.set(generations);
    if (!generations.isEmpty() && generations.first() < 1) {
      throw new IllegalArgumentException(
          "expected log generations of 1 or more, but got " + generations.first());
    }
  }

  public static Logs of(Collection<Long> generations) {
    return new Logs(Sorted.set(generations));
  }

  public boolean isEmpty() {
    return generations.isEmpty();
  }

  public boolean contains(long generation) {
    return generations.contains(generation);
  }

  public Logs with(long generation) {
    return contains(generation) ? this : new Logs(Sorted.with(generations, generation));
  }

  public Logs without(Logs others) {
    TreeSet<Long> rest = new TreeSet<>(generations);
    rest.removeAll(others.generations);
    return new Logs(rest);
  }

  public Logs below(long bound) {
    return new Logs(generations.headSet(bound));
  }

  /** The logs from this generation to the last one; empty if one of them is missing. */
  public Optional<Logs> unbrokenFrom(long first) {
    Logs run = lastRun();
    return run.contains(first)
        ? Optional.of(new Logs(run.generations.tailSet(first)))
        : Optional.empty();
  }

  /** The logs that end with the last one and have no gap between them. */
  public Logs lastRun() {
    if (isEmpty()) {
      return NONE;
    }
    long first = generations.last();
    while (contains(first - 1)) {
      first--;
    }
    return new Logs(generations.tailSet(first));
  }

  @Override
  public String toString() {
    return generations.toString();
  }
}
