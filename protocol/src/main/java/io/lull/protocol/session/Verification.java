package io.lull.protocol.session;

import io.lull.protocol.value.Visible;

/**
 * What a verification of a set came to.
 *
 * @param good whether the set is what it should be
 * @param detail what was looked at, or what is wrong, in one line
 */
public record Verification(boolean good, String detail) {
  /** Long enough for a sentence about each of a few databases. */
  public static final int DETAIL_MAX = 500;

  public Verification {
    Visible.checkLine("a detail", detail, DETAIL_MAX);
  }
}
