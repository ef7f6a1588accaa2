package io.lull.protocol.value;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * An unmodifiable set in the order of its elements, kept in one array.
 *
 * <p>The sets of a machine's state are small and are copied at every change; an array is the
 * cheapest thing to copy, and a set that is known to be unmodifiable need not be copied at all.
 */
@SuppressWarnings("JdkObsolete") // Nobody navigates; the smaller interface is all that is promised.
final class SortedArraySet<E extends Comparable<? super E>> extends AbstractSet<E>
    implements SortedSet<E> {
  private final Object[] elements;

  /** The array is in order, holds nothing twice, and belongs to the set from now on. */
  SortedArraySet(Object[] elements) {
    this.elements = elements;
  }

  /** Where the element is in a sorted array, or else {@code -(where it belongs) - 1}. */
  @SuppressWarnings("unchecked") // What cannot be compared is refused by compareTo, as in TreeSet.
  static <E extends Comparable<? super E>> int find(Object[] elements, Object wanted) {
    E key = (E) wanted;
    int low = 0;
    int high = elements.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = key.compareTo((E) elements[middle]);
      if (order == 0) {
        return middle;
      }
      if (order > 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -(low + 1);
  }

  /** A copy with something put in between. */
  static Object[] inserted(Object[] into, int at, Object what) {
    Object[] copy = new Object[into.length + 1];
    System.arraycopy(into, 0, copy, 0, at);
    copy[at] = what;
    System.arraycopy(into, at, copy, at + 1, into.length - at);
    return copy;
  }

  /** A copy with something left out. */
  static Object[] removed(Object[] from, int at) {
    Object[] copy = Arrays.copyOf(from, from.length - 1);
    System.arraycopy(from, at + 1, copy, at, copy.length - at);
    return copy;
  }

  SortedArraySet<E> with(E added) {
    int at = find(elements, added);
    return at >= 0 ? this : new SortedArraySet<>(inserted(elements, -at - 1, added));
  }

  SortedArraySet<E> without(E removed) {
    int at = find(elements, removed);
    return at < 0 ? this : new SortedArraySet<>(removed(elements, at));
  }

  @Override
  public int size() {
    return elements.length;
  }

  @Override
  public boolean contains(Object wanted) {
    return find(elements, wanted) >= 0;
  }

  @Override
  public Iterator<E> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < elements.length;
      }

      @Override
      public E next() {
        if (next >= elements.length) {
          throw new NoSuchElementException();
        }
        return at(next++);
      }
    };
  }

  @Override
  public @Nullable Comparator<? super E> comparator() {
    return null;
  }

  @Override
  public SortedSet<E> subSet(E from, E to) {
    return range(place(from), place(to));
  }

  @Override
  public SortedSet<E> headSet(E to) {
    return range(0, place(to));
  }

  @Override
  public SortedSet<E> tailSet(E from) {
    return range(place(from), elements.length);
  }

  @Override
  public E first() {
    return end(0);
  }

  @Override
  public E last() {
    return end(elements.length - 1);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SortedArraySet<?> same
        ? Arrays.equals(elements, same.elements)
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  private SortedSet<E> range(int from, int to) {
    return new SortedArraySet<>(Arrays.copyOfRange(elements, from, to));
  }

  private int place(E element) {
    int at = find(elements, element);
    return at >= 0 ? at : -at - 1;
  }

  private E end(int index) {
    if (elements.length == 0) {
      throw new NoSuchElementException();
    }
    return at(index);
  }

  @SuppressWarnings("unchecked") // Only elements of this type get in.
  private E at(int index) {
    return (E) elements[index];
  }
}
