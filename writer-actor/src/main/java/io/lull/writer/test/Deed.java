package io.lull.writer.test;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a handler of a test writer does in place of its work, or before it.
 *
 * @param time how long a delay is, or how long a hold stands until it breaks
 * @param times for how many calls
 */
public record Deed(Kind kind, Duration time, int times) {
  /** Every call from now on. */
  public static final int ALWAYS = Integer.MAX_VALUE;

  /** What can be done. */
  public enum Kind {
    /** Works as it should. */
    OK,
    /** Fails, and may succeed when tried again. */
    RETRYABLE,
    /** Fails, and will fail again. */
    NON_RETRYABLE,
    /** Fails, because its application did not answer. */
    TIMEOUT,
    /** Fails for its first component only. */
    PARTIAL,
    /** Does its work and objects. */
    OBJECT,
    /** Throws what no writer should. */
    THROW,
    /** Waits until it is interrupted, or let go. */
    HANG,
    /** Waits until it is let go, and hears no interrupt. */
    HANG_DEAF,
    /** Works later. */
    DELAY,
    /** Works later, whatever interrupts it. */
    DELAY_DEAF,
    /** Freeze: returns a hold and holds nothing. Thaw: says HELD, whatever was. */
    LIE,
    /** Freeze: answers a second time with the hold that it gave before, and holds nothing. */
    TWICE,
    /** Freeze: stands still, but the hold breaks by itself. */
    BREAK,
    /** Freeze: stands still, and then fails. */
    HALF,
    /** Freeze: somebody else holds the application. */
    REFUSE;

    /** How settings spell it. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Kind> of(String key) {
      return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst();
    }
  }

  public Deed {
    if (times < 1 || time.isNegative()) {
      throw new IllegalArgumentException(
          "expected a deed to be done at least once and a time of 0 or more, but got "
              + times
              + " and "
              + time);
    }
  }

  /** Once. */
  public static Deed of(Kind kind) {
    return new Deed(kind, Duration.ZERO, 1);
  }

  public Deed times(int times) {
    return new Deed(kind, time, times);
  }

  public Deed lasting(Duration time) {
    return new Deed(kind, time, times);
  }
}
