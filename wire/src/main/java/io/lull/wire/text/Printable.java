package io.lull.wire.text;

/** What of a text may be shown as it is. */
public final class Printable {
  private Printable() {}

  /** Whether it breaks no line, turns no text round and steers no terminal. */
  public static boolean is(int point) {
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
