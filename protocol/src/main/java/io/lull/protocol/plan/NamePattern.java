package io.lull.protocol.plan;

import java.util.regex.Pattern;

/**
 * A pattern for names, which says by its form what it is about: {@code HOST/WRITER}, {@code
 * HOST/WRITER#COMPONENT} or {@code HOST:/PATH}.
 *
 * <p>{@code *} stands for any characters within one part of a name, {@code **} for any at all, and
 * {@code ?} for one.
 */
public record NamePattern(String text) {
  private static final int LONGEST = 4096;
  private static final Pattern WORD = Pattern.compile("\\*\\*|\\*|\\?|[^*?]+");
  private static final String WITHIN = "[^/:#]";

  public NamePattern {
    boolean shows = text.chars().noneMatch(Character::isISOControl);
    if (text.length() > LONGEST || !shows || !text.matches("[^/:#]+(/.+|:/.*)")) {
      throw new IllegalArgumentException(
          "expected HOST/WRITER, HOST/WRITER#COMPONENT or HOST:/PATH, with * and ? where they are"
              + " wanted, but got "
              + (shows && text.length() <= LONGEST ? "'" + text + "'" : "something else"));
    }
  }

  /** Whether it is about volumes. */
  public boolean ofVolumes() {
    return text.matches("[^/:#]+:.*");
  }

  /** Whether it is about components, and not about whole writers. */
  boolean ofComponents() {
    return !ofVolumes() && text.indexOf('#') > 0;
  }

  /** Whether it can only be about the one thing that it names. */
  public boolean isName() {
    return text.indexOf('*') < 0 && text.indexOf('?') < 0;
  }

  /** Whether something that prints like this is meant. */
  public boolean matches(Object named) {
    StringBuilder regex = new StringBuilder();
    WORD.matcher(text)
        .results()
        .map(found -> found.group())
        .forEach(
            word ->
                regex.append(
                    switch (word) {
                      case "**" -> ".*";
                      case "*" -> WITHIN + "*";
                      case "?" -> WITHIN;
                      default -> Pattern.quote(word);
                    }));
    return named.toString().matches(regex.toString());
  }

  @Override
  public String toString() {
    return text;
  }
}
