package io.lull.cli.verify;

import io.lull.protocol.value.Visible;
import java.time.Duration;
import java.util.Locale;

/**
 * What came of one check.
 *
 * @param component whose data it is: components, or a volume that none lies on
 * @param kind what the data is of
 * @param at where it lay at the backup
 * @param check what was asked
 * @param detail what is wrong, or why it was not checked; nothing if all is well
 */
public record Checked(
    String component,
    String kind,
    String at,
    String check,
    Result result,
    String detail,
    Duration took) {
  public Checked {
    detail = Visible.of(detail);
  }

  /** How a check can end. */
  public enum Result {
    GOOD,
    FAILED,
    NOT_CHECKED;

    /** The same for people. */
    String said() {
      return this == GOOD ? "good" : name().replace('_', ' ').toUpperCase(Locale.ROOT);
    }
  }

  boolean good() {
    return result == Result.GOOD;
  }
}
