package io.lull.writer.test;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How deeds are written in settings: {@code retryable x2}, {@code delay 200ms}. */
public final class Deeds {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m)");
  private static final Pattern TIMES = Pattern.compile("x(\\d{1,6})");

  private Deeds() {}

  /** The deed of a text; nothing if it is none. */
  public static Optional<Deed> parse(String text) {
    String[] words = text.split("\\s+");
    Optional<Deed> deed = Deed.Kind.of(words[0]).map(Deed::of);
    for (int i = 1; i < words.length; i++) {
      String word = words[i];
      deed = deed.flatMap(begun -> with(begun, word));
    }
    return deed;
  }

  private static Optional<Deed> with(Deed deed, String word) {
    Matcher times = TIMES.matcher(word);
    if (word.equals("always")) {
      return Optional.of(deed.times(Deed.ALWAYS));
    }
    return times.matches() && Integer.parseInt(times.group(1)) > 0
        ? Optional.of(deed.times(Integer.parseInt(times.group(1))))
        : time(word).map(deed::lasting);
  }

  /** A length of time such as 200ms, 3s or 2m. */
  static Optional<Duration> time(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(time.group(1));
    return Optional.of(
        switch (time.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          default -> Duration.ofMinutes(number);
        });
  }
}
