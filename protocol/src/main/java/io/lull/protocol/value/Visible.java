package io.lull.protocol.value;

/** Text of strangers, fit for a screen and a log. */
public final class Visible {
  private Visible() {}

  /** Escapes what would break a line, turn text round or steer a terminal. */
  public static String of(String text) {
    if (text.codePoints().allMatch(Visible::shows)) {
      return text;
    }
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (shows(point)) {
                visible.appendCodePoint(point);
              } else {
                visible.append(escaped(point));
              }
            });
    return visible.toString();
  }

  /** Whether it breaks no line, turns no text round, steers no terminal and survives UTF-8. */
  public static boolean shows(int point) {
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

  /**
   * Refuses what is not one line that can be shown as it is, or is longer than that.
   *
   * @param what it is, with its article
   */
  public static void checkLine(String what, String text, int most) {
    if (text.isBlank() || text.length() > most) {
      throw new IllegalArgumentException(
          "expected " + what + " of 1 to " + most + " characters, but got " + text.length());
    }
    if (!text.codePoints().allMatch(Visible::shows)) {
      throw new IllegalArgumentException(
          "expected " + what + " of visible characters, but got " + of(text));
    }
  }

  private static String escaped(int point) {
    return point > 0xffff ? "\\U%08x".formatted(point) : "\\u%04x".formatted(point);
  }
}
