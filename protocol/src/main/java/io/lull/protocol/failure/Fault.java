package io.lull.protocol.failure;

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
    if (!detail.codePoints().allMatch(Fault::shows)) {
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
    StringBuilder cleaned = new StringBuilder();
    // Stops as soon as it is long enough: a stranger's megabytes are not worth a pass.
    for (int i = 0; i < text.length() && cleaned.length() <= DETAIL_MAX; ) {
      int point = text.codePointAt(i);
      if (shows(point)) {
        cleaned.appendCodePoint(point);
      } else {
        cleaned.append(String.format("\\u%04x", point));
      }
      i += Character.charCount(point);
    }
    if (cleaned.length() <= DETAIL_MAX) {
      return cleaned.toString();
    }
    int end = DETAIL_MAX - 1;
    // A cut between the halves of a pair would leave a character that no encoding can carry.
    return cleaned.substring(0, Character.isHighSurrogate(cleaned.charAt(end - 1)) ? end - 1 : end)
        + "…";
  }

  /** False for what could break a line, turn text round or be lost in UTF-8. */
  private static boolean shows(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
