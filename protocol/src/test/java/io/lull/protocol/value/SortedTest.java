package io.lull.protocol.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Whatever is done to a sorted copy, the JDK's own sorted collections say the same. */
class SortedTest {
  private static final int STEPS = 200;

  @RepeatedTest(20)
  void aSetIsWhatATreeSetIs(RepetitionInfo repetition) {
    SplittableRandom dice = new SplittableRandom(repetition.getCurrentRepetition());
    TreeSet<Integer> model = new TreeSet<>();
    SortedSet<Integer> set = Sorted.set(List.of());
    for (int i = 0; i < STEPS; i++) {
      int element = dice.nextInt(12);
      if (dice.nextBoolean()) {
        model.add(element);
        set = Sorted.with(set, element);
      } else {
        model.remove(element);
        set = Sorted.without(set, element);
      }
      assertThat(set).isEqualTo(model).containsExactlyElementsOf(model);
      assertThat(model).isEqualTo(set);
      assertThat(set.hashCode()).isEqualTo(model.hashCode());
      assertThat(set.contains(element)).isEqualTo(model.contains(element));
      int from = dice.nextInt(12);
      int to = from + dice.nextInt(6);
      assertThat(set.subSet(from, to)).containsExactlyElementsOf(model.subSet(from, to));
      assertThat(set.headSet(to)).containsExactlyElementsOf(model.headSet(to));
      assertThat(set.tailSet(from)).containsExactlyElementsOf(model.tailSet(from));
      assertThat(Sorted.set(new ArrayList<>(model).reversed())).isEqualTo(set);
    }
  }

  @RepeatedTest(20)
  void aMapIsWhatATreeMapIs(RepetitionInfo repetition) {
    SplittableRandom dice = new SplittableRandom(repetition.getCurrentRepetition());
    TreeMap<Integer, String> model = new TreeMap<>();
    SortedMap<Integer, String> map = Sorted.map(Map.of());
    for (int i = 0; i < STEPS; i++) {
      int key = dice.nextInt(12);
      if (dice.nextInt(3) > 0) {
        model.put(key, "v" + i);
        map = Sorted.with(map, key, "v" + i);
      } else {
        model.remove(key);
        map = Sorted.without(map, key);
      }
      assertThat(map).isEqualTo(model);
      assertThat(model).isEqualTo(map);
      assertThat(map.hashCode()).isEqualTo(model.hashCode());
      assertThat(map.keySet()).containsExactlyElementsOf(model.keySet());
      assertThat(map.values()).containsExactlyElementsOf(model.values());
      assertThat(map.entrySet()).containsExactlyElementsOf(model.entrySet());
      assertThat(map.get(key)).isEqualTo(model.get(key));
      assertThat(map.containsKey(key)).isEqualTo(model.containsKey(key));
      int from = dice.nextInt(12);
      int to = from + dice.nextInt(6);
      assertThat(map.subMap(from, to)).isEqualTo(model.subMap(from, to));
      assertThat(map.headMap(to)).isEqualTo(model.headMap(to));
      assertThat(map.tailMap(from)).isEqualTo(model.tailMap(from));
      assertThat(Sorted.map(model)).isEqualTo(map);
    }
  }

  @Test
  void firstAndLastAreTheEnds() {
    SortedMap<Integer, String> map = Sorted.valued(List.of(3, 1, 2), "v");

    assertThat(map.firstKey()).isEqualTo(1);
    assertThat(map.lastKey()).isEqualTo(3);
    assertThat(map).containsOnly(Map.entry(1, "v"), Map.entry(2, "v"), Map.entry(3, "v"));
    assertThat(map.comparator()).isNull();
    assertThat(Sorted.set(map.keySet()).comparator()).isNull();
    assertThatThrownBy(() -> Sorted.<Integer>set(List.of()).first())
        .isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> Sorted.<Integer, String>map(Map.of()).lastKey())
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aCopyDoesNotSeeLaterChanges() {
    TreeSet<Integer> elements = new TreeSet<>(List.of(1));
    TreeMap<Integer, String> entries = new TreeMap<>(Map.of(1, "a"));
    SortedSet<Integer> set = Sorted.set(elements);
    SortedMap<Integer, String> map = Sorted.map(entries);

    elements.add(2);
    entries.put(1, "b");

    assertThat(set).containsExactly(1);
    assertThat(map).containsExactly(Map.entry(1, "a"));
  }

  @Test
  void nothingCanBeChanged() {
    SortedSet<Integer> set = Sorted.set(List.of(1, 2));
    SortedMap<Integer, String> map = Sorted.map(Map.of(1, "a", 2, "b"));

    assertRefused(() -> set.add(3));
    assertRefused(() -> set.remove(1));
    assertRefused(() -> removeFirst(set.iterator()));
    assertRefused(() -> map.put(1, "c"));
    assertRefused(() -> map.remove(1));
    assertRefused(() -> map.keySet().remove(1));
    assertRefused(() -> map.values().remove("a"));
    assertRefused(() -> map.entrySet().iterator().next().setValue("c"));
    assertRefused(() -> removeFirst(map.entrySet().iterator()));
    assertThat(set).containsExactly(1, 2);
    assertThat(map).isEqualTo(Map.of(1, "a", 2, "b"));
  }

  @Test
  void iteratorsEndAsAnyDoes() {
    Iterator<Integer> elements = Sorted.set(List.of(1)).iterator();
    Iterator<Map.Entry<Integer, String>> entries = Sorted.map(Map.of(1, "a")).entrySet().iterator();
    elements.next();
    entries.next();

    assertThatThrownBy(elements::next).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
  }

  private static void removeFirst(Iterator<?> all) {
    all.next();
    all.remove();
  }

  private static void assertRefused(Runnable change) {
    assertThatThrownBy(change::run).isInstanceOf(UnsupportedOperationException.class);
  }
}
