package io.lull.protocol.certificate;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** Copies in the one order that equal evidence has, which nobody can change afterwards. */
final class Ordered {
  private Ordered() {}

  /**
   * Keeps what comes twice: the checker must be able to see it, and so a record must be able to say
   * it.
   */
  static <T, K extends Comparable<? super K>> List<T> by(Function<T, K> key, Collection<T> items) {
    return items.stream().sorted(Comparator.comparing(key)).toList();
  }

  static <T extends Comparable<? super T>> SortedSet<T> set(Collection<T> items) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(items));
  }
}
