package io.lull.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write and read them. */
public final class Times {
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9})(ms|s|m|min|h|d)");
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Times() {}

  /**
   * A time such as {@code 30s} or {@code 10m}, or as ISO 8601 writes it.
   *
   * @throws IllegalArgumentException if it is none, or is not more than 0
   */
  public static Duration parse(String text) {
    Duration time = parsed(text);
    if (!time.isPositive()) {
      throw new IllegalArgumentException("expected a time of more than 0, but got '" + text + "'");
    }
    return time;
  }

  /**
   * How old something may be, as {@link #parse} reads it; 0 too, but nothing below that.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Duration age(String text) {
    Duration age = parsed(text);
    if (age.isNegative()) {
      throw new IllegalArgumentException("expected a time of at least 0, but got '" + text + "'");
    }
    return age;
  }

  private static Duration parsed(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (written.matches()) {
      long number = Long.parseLong(written.group(1));
      return switch (written.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "h" -> Duration.ofHours(number);
        case "d" -> Duration.ofDays(number);
        default -> Duration.ofMinutes(number);
      };
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException none) {
      throw new IllegalArgumentException(
          "expected a time with its unit, such as 30s or 10m, but got '" + text + "'", none);
    }
  }

  /** Milliseconds to the tenth, whatever the size: freezes are compared by them. */
  public static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.1f ms", inMillis(time));
  }

  /** Not by {@link Duration#toNanos}, which refuses what a hostile node may send. */
  static double inMillis(Duration time) {
    return time.getSeconds() * 1e3 + time.getNano() / 1e6;
  }

  /** As exact as is worth reading. */
  public static String text(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 10) {
      return millis(time);
    }
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7200) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
  }

  /** To the second, in UTC, so that two machines print the same. */
  public static String text(Instant at) {
    return INSTANT.format(at);
  }
}
