package io.lull.protocol.value;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Sorted, unmodifiable copies.
 *
 * <p>{@code Set.copyOf} and {@code Map.copyOf} walk in another order in every process. A machine
 * that sends messages in such an order cannot be replayed, so protocol types use these instead.
 */
public final class Sorted {
  private Sorted() {}

  public static <T extends Comparable<? super T>> SortedSet<T> set(Collection<? extends T> from) {
    return Collections.unmodifiableSortedSet(new TreeSet<T>(from));
  }

  public static <K extends Comparable<? super K>, V> SortedMap<K, V> map(
      Map<? extends K, ? extends V> from) {
    return Collections.unmodifiableSortedMap(new TreeMap<K, V>(from));
  }

  /** The same value for every key. */
  public static <K extends Comparable<? super K>, V> SortedMap<K, V> valued(
      Collection<? extends K> keys, V value) {
    TreeMap<K, V> all = new TreeMap<>();
    keys.forEach(key -> all.put(key, value));
    return Collections.unmodifiableSortedMap(all);
  }

  public static <T extends Comparable<? super T>> SortedSet<T> with(Collection<T> from, T added) {
    TreeSet<T> copy = new TreeSet<>(from);
    copy.add(added);
    return Collections.unmodifiableSortedSet(copy);
  }

  public static <T extends Comparable<? super T>> SortedSet<T> without(
      Collection<T> from, T removed) {
    TreeSet<T> copy = new TreeSet<>(from);
    copy.remove(removed);
    return Collections.unmodifiableSortedSet(copy);
  }

  public static <K extends Comparable<? super K>, V> SortedMap<K, V> with(
      Map<K, V> from, K key, V value) {
    TreeMap<K, V> copy = new TreeMap<>(from);
    copy.put(key, value);
    return Collections.unmodifiableSortedMap(copy);
  }

  public static <K extends Comparable<? super K>, V> SortedMap<K, V> without(
      Map<K, V> from, K key) {
    TreeMap<K, V> copy = new TreeMap<>(from);
    copy.remove(key);
    return Collections.unmodifiableSortedMap(copy);
  }
}
