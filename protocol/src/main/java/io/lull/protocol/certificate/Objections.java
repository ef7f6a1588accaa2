package io.lull.protocol.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** What the checker has found wrong so far. */
final class Objections {
  private final List<Objection> found = new ArrayList<>();

  Verdict verdict() {
    return found.isEmpty() ? new Verdict.Yes() : new Verdict.No(found);
  }

  void add(Reason reason, String whose, String fact) {
    found.add(new Objection(reason, whose + ": " + fact));
  }

  void unless(boolean well, Reason reason, String whose, String fact) {
    if (!well) {
      add(reason, whose, fact);
    }
  }

  /** Two sides must say the same; {@code side} is how the sentence begins. */
  <T> void same(Reason reason, String whose, String side, T said, T certified) {
    if (!said.equals(certified)) {
      add(reason, whose, side + " " + said + ", the certificate says " + certified);
    }
  }

  /** Puts records in the order of their owners; of two records of one owner the first counts. */
  <K extends Comparable<K>, V> NavigableMap<K, V> index(
      String kind, String side, List<V> records, Function<V, K> owner) {
    NavigableMap<K, V> index = new TreeMap<>();
    for (V record : records) {
      K of = owner.apply(record);
      if (index.putIfAbsent(of, record) != null) {
        add(Reason.RECORD_TWICE, kind + " " + of, side + " more than once");
      }
    }
    return index;
  }

  /** The same, where every owner must have left a record and nobody else may have. */
  <K extends Comparable<K>, V> NavigableMap<K, V> indexOf(
      Set<K> owners, String kind, String side, List<V> records, Function<V, K> owner) {
    NavigableMap<K, V> index = index(kind, side, records, owner);
    for (K of : index.keySet()) {
      String fact = side + ", but it has no part in the set";
      unless(owners.contains(of), Reason.RECORD_UNEXPECTED, kind + " " + of, fact);
    }
    for (K of : owners) {
      String fact = "expected that " + side + ", but it is missing";
      unless(index.containsKey(of), Reason.RECORD_MISSING, kind + " " + of, fact);
    }
    index.keySet().retainAll(owners);
    return index;
  }
}
