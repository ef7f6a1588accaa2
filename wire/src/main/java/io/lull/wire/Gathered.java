package io.lull.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Forms of values that hold others: lists, sets, maps, and what may be there or not. */
final class Gathered {
  private Gathered() {}

  record OfList<T>(Form<T> element) implements Form<List<T>> {
    @Override
    public Tree give(List<T> value) {
      return row(element, value);
    }

    @Override
    public List<T> take(Tree tree, Place place) {
      return Collections.unmodifiableList(items(element, tree, place));
    }
  }

  /** A set; what comes twice was not written by us, and is refused. */
  record OfSet<T>(Form<T> element) implements Form<Set<T>> {
    @Override
    public Tree give(Set<T> value) {
      return row(element, value);
    }

    @Override
    public Set<T> take(Tree tree, Place place) {
      return Collections.unmodifiableSet(
          once(new LinkedHashSet<>(), items(element, tree, place), place));
    }
  }

  record OfSortedSet<T>(Form<T> element) implements Form<SortedSet<T>> {
    @Override
    public Tree give(SortedSet<T> value) {
      return row(element, value);
    }

    @Override
    public SortedSet<T> take(Tree tree, Place place) {
      return Collections.unmodifiableSortedSet(
          once(new TreeSet<>(), items(element, tree, place), place));
    }
  }

  record OfMap<K, V>(Form.Key<K> key, Form<V> element) implements Form<Map<K, V>> {
    @Override
    public Tree give(Map<K, V> value) {
      return fields(key, element, value);
    }

    @Override
    public Map<K, V> take(Tree tree, Place place) {
      return Collections.unmodifiableMap(entries(new LinkedHashMap<>(), key, element, tree, place));
    }
  }

  record OfSortedMap<K, V>(Form.Key<K> key, Form<V> element) implements Form<SortedMap<K, V>> {
    @Override
    public Tree give(SortedMap<K, V> value) {
      return fields(key, element, value);
    }

    @Override
    public SortedMap<K, V> take(Tree tree, Place place) {
      return Collections.unmodifiableSortedMap(entries(new TreeMap<>(), key, element, tree, place));
    }
  }

  /** What may be there or not: a field that is left out, or null where a place must be kept. */
  record OfOptional<T>(Form<T> element) implements Form<Optional<T>> {
    @Override
    public Tree give(Optional<T> value) {
      return value.map(element::give).orElseGet(Tree.Nothing::new);
    }

    @Override
    public Optional<T> take(Tree tree, Place place) {
      return tree instanceof Tree.Nothing
          ? Optional.empty()
          : Optional.of(element.take(tree, place));
    }

    @Override
    public Optional<T> missing(Place place) {
      return Optional.empty();
    }

    @Override
    public boolean leftOut(Optional<T> value) {
      return value.isEmpty();
    }
  }

  private static <T> Tree row(Form<T> element, Collection<T> values) {
    return new Tree.Row(values.stream().map(element::give).toList());
  }

  private static <T> List<T> items(Form<T> element, Tree tree, Place place) {
    if (!(tree instanceof Tree.Row(List<Tree> items))) {
      throw place.malformed("a list", "got " + tree.kind());
    }
    List<T> values = new ArrayList<>(items.size());
    for (Tree item : items) {
      values.add(element.take(item, place.at(values.size())));
    }
    return values;
  }

  private static <T, S extends Set<T>> S once(S set, List<T> items, Place place) {
    for (int i = 0; i < items.size(); i++) {
      if (!set.add(items.get(i))) {
        throw place.at(i).malformed("each element once", "this one came before");
      }
    }
    return set;
  }

  private static <K, V> Tree fields(Form.Key<K> key, Form<V> element, Map<K, V> map) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    map.forEach((name, value) -> fields.put(key.key(name), element.give(value)));
    return new Tree.Fields(fields);
  }

  private static <K, V, M extends Map<K, V>> M entries(
      M map, Form.Key<K> key, Form<V> element, Tree tree, Place place) {
    if (!(tree instanceof Tree.Fields(Map<String, Tree> fields))) {
      throw place.malformed("an object", "got " + tree.kind());
    }
    fields.forEach(
        (name, value) -> {
          Place here = place.at(name);
          // Two spellings of one key, such as 1 and 01, would be one entry too few.
          if (map.putIfAbsent(key.ofKey(name, here), element.take(value, here)) != null) {
            throw here.malformed("each key once", "this one came before in another spelling");
          }
        });
    return map;
  }
}
