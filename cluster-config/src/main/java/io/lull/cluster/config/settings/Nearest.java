package io.lull.cluster.config.settings;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
public final class Nearest {
  private Nearest() {}

  /** The known name with the fewest letters changed, if it is at least half the same. */
  static Optional<String> of(String name, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.comparingInt((String near) -> distance(name, near))
                .thenComparing(Comparator.naturalOrder()))
        .filter(near -> 2 * distance(name, near) <= Math.max(name.length(), near.length()));
  }

  /** What to add to a refusal of this name: the one that was probably meant, or all that are. */
  public static String hint(String name, Collection<String> known) {
    return of(name, known)
        .map(near -> "; did you mean " + near + "?")
        .orElseGet(
            () ->
                "; known are "
                    + (known.isEmpty() ? "none" : known.stream().sorted().collect(joining(", "))));
  }

  /** How many letters must be put in, taken out or changed to make one text of the other. */
  static int distance(String one, String other) {
    int[] above = new int[other.length() + 1];
    for (int j = 0; j < above.length; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[above.length];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(above[j - 1] + change, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[other.length()];
  }
}
