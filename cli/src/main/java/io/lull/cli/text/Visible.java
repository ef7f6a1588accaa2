package io.lull.cli.text;

import io.lull.wire.text.Printable;

/** Text of strangers, fit for a screen. */
public final class Visible {
  private Visible() {}

  /** Escapes what would break a line, turn text round or steer a terminal. */
  public static String of(String text) {
    if (text.codePoints().allMatch(Printable::is)) {
      return text;
    }
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (Printable.is(point)) {
                visible.appendCodePoint(point);
              } else {
                visible.append(escaped(point));
              }
            });
    return visible.toString();
  }

  private static String escaped(int point) {
    return point > 0xffff ? "\\U%08x".formatted(point) : "\\u%04x".formatted(point);
  }
}
