package io.lull.protocol.value;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
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
    return Sorted.<T>array(from);
  }

  public static <K extends Comparable<? super K>, V> SortedMap<K, V> map(
      Map<? extends K, ? extends V> from) {
    return Sorted.<K, V>arrays(from);
  }

  /** The same value for every key. */
  public static <K extends Comparable<? super K>, V> SortedMap<K, V> valued(
      Collection<? extends K> keys, V value) {
    Object[] sorted = new TreeSet<K>(keys).toArray();
    Object[] values = new Object[sorted.length];
    Arrays.fill(values, value);
    return new SortedArrayMap<>(sorted, values);
  }

  public static <T extends Comparable<? super T>> SortedSet<T> with(Collection<T> from, T added) {
    return Sorted.<T>array(from).with(added);
  }

  public static <T extends Comparable<? super T>> SortedSet<T> without(
      Collection<T> from, T removed) {
    return Sorted.<T>array(from).without(removed);
  }

  public static <K extends Comparable<? super K>, V> SortedMap<K, V> with(
      Map<K, V> from, K key, V value) {
    return Sorted.<K, V>arrays(from).with(key, value);
  }

  public static <K extends Comparable<? super K>, V> SortedMap<K, V> without(
      Map<K, V> from, K key) {
    return Sorted.<K, V>arrays(from).without(key);
  }

  // What cannot change is its own copy.

  @SuppressWarnings("unchecked") // Nothing can be put into it, so it may stand for its supertype.
  private static <T extends Comparable<? super T>> SortedArraySet<T> array(
      Collection<? extends T> from) {
    if (from instanceof SortedArraySet<?> copied) {
      return (SortedArraySet<T>) copied;
    }
    return new SortedArraySet<>(new TreeSet<T>(from).toArray());
  }

  @SuppressWarnings("unchecked") // Nothing can be put into it, so it may stand for its supertype.
  private static <K extends Comparable<? super K>, V> SortedArrayMap<K, V> arrays(
      Map<? extends K, ? extends V> from) {
    if (from instanceof SortedArrayMap<?, ?> copied) {
      return (SortedArrayMap<K, V>) copied;
    }
    Set<Map.Entry<K, V>> entries = new TreeMap<K, V>(from).entrySet();
    Object[] keys = new Object[entries.size()];
    Object[] values = new Object[keys.length];
    int at = 0;
    for (Map.Entry<K, V> entry : entries) {
      keys[at] = entry.getKey();
      values[at++] = entry.getValue();
    }
    return new SortedArrayMap<>(keys, values);
  }
}
