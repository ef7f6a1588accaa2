package io.lull.wire;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a text what only its owner may read, before the text goes to somebody else: what is
 * known to be a secret wherever it stands, and what looks like one.
 */
public final class Secrets {
  public static final String INSTEAD = "(not shown)";

  /** Nothing is known to be one. */
  public static final Secrets NONE = new Secrets(List.of());

  // Shorter ones are found by their names only, or half of every text would go.
  private static final int SHORTEST = 4;

  private static final String NAME =
      "(?:passw(?:or)?d|passphrase|webhook|pwd|secret|token|credentials?|(?:api|access|private)[-_.]?key)s?";
  private static final Pattern NAMED =
      Pattern.compile(".*" + NAME + "\"?", Pattern.CASE_INSENSITIVE);
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "("
              + NAME
              + "\"?\\s*\\+?[=:]\\s*)"
              // Bounded, because each turn of such a loop takes a piece of the stack.
              + "(?:\"((?:[^\"\\\\]|\\\\.){0,1000}[^\"]*)\"?|'([^']*)'|([^\\s\"'&;,}\\])]+))",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern OPTION =
      Pattern.compile("(--?" + NAME + "\\s+)(\\S+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern BEARER =
      Pattern.compile("(\\b(?:bearer|basic)\\s+)[a-z0-9._~+/=-]{4,}", Pattern.CASE_INSENSITIVE);
  private static final Pattern USER = Pattern.compile("(://[^/\\s:@]*:)[^/\\s@]+(?=@)");
  private static final Pattern HASH = Pattern.compile("(sha256:)[0-9a-fA-F]{64}");
  private static final Pattern PEM =
      Pattern.compile(
          "(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(?:-----END [A-Z ]*PRIVATE KEY-----|\\z)",
          Pattern.DOTALL);

  private final List<String> known;

  private Secrets(Collection<String> known) {
    // One may be the beginning of another.
    this.known =
        known.stream()
            .filter(secret -> secret.length() >= SHORTEST)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  public static Secrets of(Collection<String> known) {
    return new Secrets(known);
  }

  /** Whether what is called like this is one. */
  public static boolean isNameOfOne(String name) {
    return NAMED.matcher(name).matches();
  }

  /** What a text, such as a file with settings, itself calls a secret. */
  public static Set<String> namedIn(String text) {
    Set<String> values = new LinkedHashSet<>();
    ASSIGNED.matcher(text).results().forEach(found -> values.add(value(found)));
    return values;
  }

  private static String value(MatchResult found) {
    for (int group = 2; group < found.groupCount(); group++) {
      if (found.group(group) != null) {
        return found.group(group);
      }
    }
    return found.group(found.groupCount());
  }

  /** The text without those that are known, and without what can be nothing else. */
  public String outOfRecord(String text) {
    String rest = text;
    for (String secret : known) {
      rest = rest.replace(secret, INSTEAD);
    }
    for (Pattern sure : List.of(PEM, BEARER, USER, HASH)) {
      rest = replaced(sure, rest);
    }
    return rest;
  }

  /** The same, and also without what is called like a secret. */
  public String outOf(String text) {
    return replaced(OPTION, replaced(ASSIGNED, outOfRecord(text)));
  }

  private static String replaced(Pattern pattern, String text) {
    return pattern.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(INSTEAD));
  }
}
