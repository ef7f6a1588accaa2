package io.lull.cluster.config.settings;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The factories that are there of something that comes in kinds, by the name of their kind.
 *
 * @param <F> what makes one kind of it
 */
public final class Kinds<F> {
  private final String what;
  private final SortedMap<String, F> factories = new TreeMap<>();

  /**
   * @param what these are kinds of, as messages call it
   * @param name of the kind that a factory makes
   */
  public Kinds(String what, Iterable<? extends F> found, Function<? super F, String> name) {
    this.what = what;
    for (F factory : found) {
      String kind = name.apply(factory);
      F other = factories.putIfAbsent(kind, factory);
      if (other != null) {
        throw new IllegalArgumentException(
            "expected one kind of "
                + what
                + " named "
                + kind
                + ", but "
                + other.getClass().getName()
                + " and "
                + factory.getClass().getName()
                + " both claim it");
      }
    }
  }

  public Set<String> names() {
    return Set.copyOf(factories.keySet());
  }

  /** The factory of a kind, or a refusal that says which kind may have been meant. */
  public F get(String kind, Object whose) {
    F factory = factories.get(kind);
    if (factory == null) {
      throw new IllegalArgumentException(
          "expected a known kind of "
              + what
              + " for "
              + whose
              + ", but got "
              + kind
              + Nearest.hint(kind, factories.keySet()));
    }
    return factory;
  }
}
