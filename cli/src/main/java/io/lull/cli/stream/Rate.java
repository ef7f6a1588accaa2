package io.lull.cli.stream;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many bytes may come in a second. */
public record Rate(long bytesPerSecond) {
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9})([KMG]?)");

  /** A rate such as {@code 50M}, in units of 1024. */
  public static Rate parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (written.matches()) {
      int shift =
          switch (written.group(2)) {
            case "K" -> 10;
            case "M" -> 20;
            case "G" -> 30;
            default -> 0;
          };
      long rate = Long.parseLong(written.group(1)) << shift;
      if (rate >= 4096) {
        return new Rate(rate);
      }
    }
    throw new IllegalArgumentException(
        "expected bytes in a second such as 50M, and 4K or more, but got '" + text + "'");
  }
}
