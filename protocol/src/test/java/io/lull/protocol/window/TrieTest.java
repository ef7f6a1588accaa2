package io.lull.protocol.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrieTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 33, 1023, 1024, 1025, 10_000, 32_769})
  void behaves_as_a_list_and_leaves_earlier_copies_as_they_were(int size) {
    List<Integer> model = new ArrayList<>(Collections.nCopies(size, -1));
    Trie<Integer> trie = Trie.filled(size, -1);
    Trie<Integer> untouched = trie;
    SplittableRandom random = new SplittableRandom(size);

    for (int i = 0; i < Math.min(size * 2, 5_000); i++) {
      int place = random.nextInt(size);
      model.set(place, i);
      trie = trie.with(place, i);
    }

    assertThat(trie.toList()).isEqualTo(model);
    assertThat(trie.size()).isEqualTo(size);
    assertThat(untouched.toList()).allMatch(value -> value == -1);
  }
}
