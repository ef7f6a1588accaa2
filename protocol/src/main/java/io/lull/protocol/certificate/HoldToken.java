package io.lull.protocol.certificate;

import java.util.regex.Pattern;

/** A fresh random name of one hold; who knows it has heard that the hold began. */
public record HoldToken(String hex) implements Comparable<HoldToken> {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");

  public HoldToken {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("expected a hold token of 32 hexadecimal digits");
    }
  }

  @Override
  public int compareTo(HoldToken other) {
    return hex.compareTo(other.hex);
  }

  /** Only the beginning: a log reader must be able to tell tokens apart, not to use them. */
  @Override
  public String toString() {
    return hex.substring(0, 8);
  }
}
