package io.lull.protocol.value;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An unmodifiable map in the order of its keys, kept in two arrays; see {@link SortedArraySet}. */
@SuppressWarnings("JdkObsolete") // Nobody navigates; the smaller interface is all that is promised.
final class SortedArrayMap<K extends Comparable<? super K>, V> extends AbstractMap<K, V>
    implements SortedMap<K, V> {
  private final Object[] keys;
  private final Object[] values;

  /** The keys are in order, none is there twice, and both arrays belong to the map from now on. */
  SortedArrayMap(Object[] keys, Object[] values) {
    this.keys = keys;
    this.values = values;
  }

  SortedArrayMap<K, V> with(K key, V value) {
    int at = SortedArraySet.find(keys, key);
    if (at < 0) {
      return new SortedArrayMap<>(
          SortedArraySet.inserted(keys, -at - 1, key),
          SortedArraySet.inserted(values, -at - 1, value));
    }
    Object[] changed = values.clone();
    changed[at] = value;
    return new SortedArrayMap<>(keys, changed);
  }

  SortedArrayMap<K, V> without(K key) {
    int at = SortedArraySet.find(keys, key);
    return at < 0
        ? this
        : new SortedArrayMap<>(
            SortedArraySet.removed(keys, at), SortedArraySet.removed(values, at));
  }

  @Override
  public int size() {
    return keys.length;
  }

  @Override
  public boolean containsKey(Object key) {
    return SortedArraySet.find(keys, key) >= 0;
  }

  @Override
  public @Nullable V get(Object key) {
    int at = SortedArraySet.find(keys, key);
    return at < 0 ? null : value(at);
  }

  @Override
  public SortedArraySet<K> keySet() {
    return new SortedArraySet<>(keys);
  }

  @Override
  @SuppressWarnings("unchecked") // Only values of this type get in.
  public Collection<V> values() {
    return Collections.unmodifiableList((List<V>) Arrays.asList(values));
  }

  @Override
  public Set<Entry<K, V>> entrySet() {
    return new Entries();
  }

  @Override
  public void forEach(BiConsumer<? super K, ? super V> action) {
    for (int i = 0; i < keys.length; i++) {
      action.accept(key(i), value(i));
    }
  }

  @Override
  public @Nullable Comparator<? super K> comparator() {
    return null;
  }

  @Override
  public SortedMap<K, V> subMap(K from, K to) {
    return range(place(from), place(to));
  }

  @Override
  public SortedMap<K, V> headMap(K to) {
    return range(0, place(to));
  }

  @Override
  public SortedMap<K, V> tailMap(K from) {
    return range(place(from), keys.length);
  }

  @Override
  public K firstKey() {
    return keySet().first();
  }

  @Override
  public K lastKey() {
    return keySet().last();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SortedArrayMap<?, ?> same
        ? Arrays.equals(keys, same.keys) && Arrays.equals(values, same.values)
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  private SortedMap<K, V> range(int from, int to) {
    return new SortedArrayMap<>(
        Arrays.copyOfRange(keys, from, to), Arrays.copyOfRange(values, from, to));
  }

  private int place(K key) {
    int at = SortedArraySet.find(keys, key);
    return at >= 0 ? at : -at - 1;
  }

  @SuppressWarnings("unchecked") // Only keys of this type get in.
  private K key(int index) {
    return (K) keys[index];
  }

  @SuppressWarnings("unchecked") // Only values of this type get in.
  private V value(int index) {
    return (V) values[index];
  }

  private final class Entries extends AbstractSet<Entry<K, V>> {
    @Override
    public int size() {
      return keys.length;
    }

    @Override
    public Iterator<Entry<K, V>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < keys.length;
        }

        @Override
        public Entry<K, V> next() {
          if (next >= keys.length) {
            throw new NoSuchElementException();
          }
          return new SimpleImmutableEntry<>(key(next), value(next++));
        }
      };
    }
  }
}
