package io.lull.protocol.failure;

import io.lull.protocol.value.Visible;

/**
 * One failure as it happened: which, and the fact that shows it.
 *
 * @param failure what went wrong, from the catalogue
 * @param detail the fact, as "expected …, but …", lower case, without a full stop
 */
public record Fault(Failure failure, String detail) {
  /** Long enough for a path and a reason, short enough for a log line and a reply. */
  public static final int DETAIL_MAX = 500;

  /** Refuses what a screen or a log line would not show as it is; {@link #of} cleans it. */
  public Fault {
    if (detail.isBlank() || detail.length() > DETAIL_MAX) {
      throw new IllegalArgumentException(
          "expected a detail of 1 to " + DETAIL_MAX + " characters, but got " + detail.length());
    }
    if (!detail.codePoints().allMatch(Visible::shows)) {
      throw new IllegalArgumentException(
          "expected a detail of visible characters, but got " + cleaned(detail));
    }
  }

  /** Takes any text, also a stranger's: escapes what does not show and cuts what is too long. */
  public static Fault of(Failure failure, String detail) {
    String cleaned = cleaned(detail);
    return new Fault(failure, cleaned.isBlank() ? "no detail was given" : cleaned);
  }

  /** The usual form of a detail: what should have been, and what was. */
  public static Fault expected(Failure failure, String expected, String but) {
    return of(failure, "expected " + expected + ", but " + but);
  }

  /** How a fault reads in a log line. */
  @Override
  public String toString() {
    return failure.code() + " " + failure + ": " + detail;
  }

  private static String cleaned(String text) {
    // A stranger's megabytes are not worth a pass.
    String cleaned = Visible.of(text.substring(0, Math.min(text.length(), DETAIL_MAX + 1)));
    if (cleaned.length() <= DETAIL_MAX) {
      return cleaned;
    }
    int end = DETAIL_MAX - 1;
    // A cut between the halves of a pair would leave a character that no encoding can carry.
    return cleaned.substring(0, Character.isHighSurrogate(cleaned.charAt(end - 1)) ? end - 1 : end)
        + "…";
  }
}
