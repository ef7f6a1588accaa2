package io.lull.provider.btrfs;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Which subvolumes inside a copied one may be empty in its copy, because somebody said so. */
record Nested(Set<String> leftOut) {
  private static final String ALL = "*";

  Nested {
    leftOut = Set.copyOf(leftOut);
  }

  /**
   * Takes the setting apart.
   *
   * @param paths from the top of the copied subvolume, separated by colons; a star for all
   */
  static Nested parse(String paths) {
    return new Nested(
        Arrays.stream(paths.split(":", -1))
            .map(String::strip)
            .filter(path -> !path.isEmpty())
            .collect(Collectors.toSet()));
  }

  /** Copies themselves are never missed. */
  boolean allows(String path) {
    return leftOut.contains(ALL)
        || leftOut.contains(path)
        || path.equals(Location.HIDDEN)
        || path.endsWith("/" + Location.HIDDEN);
  }
}
