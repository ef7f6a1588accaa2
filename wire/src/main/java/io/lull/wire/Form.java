package io.lull.wire;

/**
 * How the values of one type look on the wire.
 *
 * @param <T> the type
 */
interface Form<T> {
  Tree give(T value);

  /** The value that a tree stands for; made by its own constructor, or not at all. */
  T take(Tree tree, Place place);

  /** The value that a missing field stands for; most fields may not be missing. */
  default T missing(Place place) {
    throw place.malformed("a value", "it is missing");
  }

  /** True if a field with this value is left out. */
  default boolean leftOut(T value) {
    return false;
  }

  /** A form that can also stand before the colon in an object. */
  interface Key<T> extends Form<T> {
    String key(T value);

    T ofKey(String key, Place place);
  }
}
