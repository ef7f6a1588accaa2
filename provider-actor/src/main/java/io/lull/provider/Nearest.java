package io.lull.provider;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that somebody probably meant. */
final class Nearest {
  private Nearest() {}

  /**
   * What to add to a refusal of a word: the one that was probably meant, and all that there are.
   */
  static String hint(String word, Collection<String> known) {
    return closest(word, known).map(near -> "did you mean '" + near + "'? ").orElse("")
        + "known are: "
        + String.join(", ", known.stream().sorted().toList());
  }

  /** The known word with the fewest letters changed, if it is more than half the same. */
  static Optional<String> closest(String word, Collection<String> known) {
    return known.stream()
        .sorted()
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .filter(near -> 2 * distance(word, near) <= Math.max(word.length(), near.length()));
  }

  /** How many letters have to be put in, taken out or changed. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
