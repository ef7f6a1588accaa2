package io.lull.protocol.limit;

import java.time.Duration;

/** Lengths of time as people write them. */
public final class Times {
  private static final long YEAR = 365L * 86_400;

  private Times() {}

  /** The largest unit that says it exactly; ISO form for what no single unit says. */
  public static String text(Duration time) {
    if (time.isZero()) {
      return "0 s";
    }
    // Beyond a year nobody reads the number, and beyond 292 million of them milliseconds overflow.
    boolean endless = time.toSeconds() > YEAR || time.toSeconds() < -YEAR;
    if (endless || time.toNanosPart() % 1_000_000 != 0) {
      return time.toString();
    }
    long millis = time.toMillis();
    if (millis % 1000 != 0) {
      return millis + " ms";
    }
    long seconds = time.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + (seconds == 86_400 ? " day" : " days");
    }
    if (seconds % 3600 == 0) {
      return seconds / 3600 + " h";
    }
    return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
