package io.lull.protocol.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A list of fixed length whose changed copies share all but a few nodes with it.
 *
 * <p>A window over ten thousand writers changes one of them per acknowledgement; copying the whole
 * list each time would make a freeze take longer the more there are.
 */
final class Trie<V> {
  private static final int BITS = 5;
  private static final int WIDTH = 1 << BITS;

  private final Object[] root;
  private final int shift;
  private final int size;

  private Trie(Object[] root, int shift, int size) {
    this.root = root;
    this.shift = shift;
    this.size = size;
  }

  static <V> Trie<V> filled(int size, V value) {
    int shift = 0;
    while (size > 1L << (shift + BITS)) {
      shift += BITS;
    }
    return new Trie<>(node(shift, value), shift, size);
  }

  // All children start as one shared node: only what is changed is ever copied.
  private static Object[] node(int shift, Object value) {
    Object[] node = new Object[WIDTH];
    Arrays.fill(node, shift == 0 ? value : node(shift - BITS, value));
    return node;
  }

  int size() {
    return size;
  }

  @SuppressWarnings("unchecked") // Leaves are only ever written by filled and with.
  V get(int index) {
    Object[] node = root;
    for (int level = shift; level > 0; level -= BITS) {
      node = (Object[]) node[(index >>> level) & (WIDTH - 1)];
    }
    return (V) node[index & (WIDTH - 1)];
  }

  Trie<V> with(int index, V value) {
    return new Trie<>(with(root, shift, index, value), shift, size);
  }

  private static Object[] with(Object[] node, int level, int index, Object value) {
    Object[] copy = node.clone();
    int slot = (index >>> level) & (WIDTH - 1);
    copy[slot] = level == 0 ? value : with((Object[]) node[slot], level - BITS, index, value);
    return copy;
  }

  List<V> toList() {
    List<V> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(get(i));
    }
    return list;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Trie<?> that && toList().equals(that.toList());
  }

  @Override
  public int hashCode() {
    return toList().hashCode();
  }

  @Override
  public String toString() {
    return toList().toString();
  }
}
