package io.lull.protocol.certificate;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Unmodifiable copies in the one order that equal evidence has. */
final class Ordered {
  private Ordered() {}

  /**
   * Keeps what comes twice: the checker must be able to see it, and so a record must be able to say
   * it.
   */
  static <T, K extends Comparable<? super K>> List<T> by(Function<T, K> key, Collection<T> items) {
    return items.stream().sorted(Comparator.comparing(key)).toList();
  }
}
