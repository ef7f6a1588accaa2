package io.lull.provider.test;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something that the test provider is to do wrong.
 *
 * <p>As text a trick is the call, what goes wrong, how often (once, if nothing is said) and for how
 * long (until {@link TestProvider#letGo}, if nothing is said), for instance {@code commit fail 2}
 * or {@code end-prepare ignore-interrupts 1 30s}; several are separated by semicolons.
 *
 * @param times how many calls it spoils
 * @param time how long it hangs or is delayed; empty for what does not wait, or waits without end
 */
public record Trick(ProviderCall call, Kind kind, int times, Optional<Duration> time) {
  /** What goes wrong. */
  public enum Kind {
    /** It says that it failed, and did nothing. */
    FAIL,
    /** It throws something that no provider should throw, and did nothing. */
    BREAK,
    /** It hangs; when it is interrupted, it did nothing. */
    HANG,
    /** It takes some time, or less when it is interrupted, and then does its work. */
    DELAY,
    /** It hangs, whoever interrupts it, and then does its work. */
    IGNORE_INTERRUPTS,
    /** It says that it is done, and did nothing. */
    SAY_DONE,
    /** It says that it failed, and did its work. */
    SAY_FAILED,
    /** It does its work, but keeps a receipt of other holds with it. */
    WRONG_DIGEST,
    /** It does the first half of its copies and then fails. */
    HALF
  }

  public Trick {
    if (times < 1 || time.filter(given -> !given.isPositive()).isPresent()) {
      throw new IllegalArgumentException(
          "expected a trick that is played at least once and takes time, if any, but got "
              + times
              + " times, "
              + time);
    }
  }

  /** A trick that is played once, and waits until it is let go if it waits at all. */
  public static Trick once(ProviderCall call, Kind kind) {
    return new Trick(call, kind, 1, Optional.empty());
  }

  /** Several tricks as text. */
  public static List<Trick> parse(String text) {
    List<Trick> tricks = new ArrayList<>();
    for (String one : text.split(";", -1)) {
      if (!one.isBlank()) {
        tricks.add(one(one.strip()));
      }
    }
    return List.copyOf(tricks);
  }

  private static Trick one(String text) {
    List<String> words = List.of(text.split("\\s+", -1));
    if (words.size() < 2 || words.size() > 4) {
      throw new IllegalArgumentException(
          "expected a trick like 'commit fail 2' or 'commit hang 1 30s', but got '" + text + "'");
    }
    try {
      return new Trick(
          constant(ProviderCall.class, words.get(0)),
          constant(Kind.class, words.get(1)),
          words.size() > 2 ? Integer.parseInt(words.get(2)) : 1,
          words.size() > 3 ? Optional.of(Duration.parse("PT" + words.get(3))) : Optional.empty());
    } catch (NumberFormatException | DateTimeParseException wrong) {
      throw new IllegalArgumentException(
          "expected a number of times, and a time like 30s or 0.5s, but got '" + text + "'", wrong);
    }
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> word(constant).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of "
                        + Arrays.stream(type.getEnumConstants())
                            .map(Trick::word)
                            .collect(Collectors.joining(", "))
                        + ", but got '"
                        + word
                        + "'"));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
