package io.lull.writer.source.sqlite.wal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place behind a frame of a WAL: which WAL by its salts, which frame, and the sum that runs up to
 * there. The same place in another WAL, or after other frames, is another position.
 *
 * @param frames how many frames lie before it
 */
public record WalPosition(int salt1, int salt2, long frames, int sum1, int sum2) {
  /** The beginning of a WAL that is not there yet. */
  static final WalPosition NONE = new WalPosition(0, 0, 0, 0, 0);

  private static final Pattern FORM =
      Pattern.compile("([0-9a-f]{8})-([0-9a-f]{8})-(\\d{1,12})-([0-9a-f]{8})-([0-9a-f]{8})");

  boolean sameWal(WalPosition other) {
    return salt1 == other.salt1 && salt2 == other.salt2;
  }

  /** In one word. */
  public String text() {
    return "%08x-%08x-%d-%08x-%08x".formatted(salt1, salt2, frames, sum1, sum2);
  }

  static WalPosition of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("expected a position in a WAL, but got " + text);
    }
    return new WalPosition(
        Integer.parseUnsignedInt(form.group(1), 16),
        Integer.parseUnsignedInt(form.group(2), 16),
        Long.parseLong(form.group(3)),
        Integer.parseUnsignedInt(form.group(4), 16),
        Integer.parseUnsignedInt(form.group(5), 16));
  }
}
