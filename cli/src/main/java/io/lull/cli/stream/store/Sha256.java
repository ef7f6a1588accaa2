package io.lull.cli.stream.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one digest that is used for whole files. */
public final class Sha256 {
  private Sha256() {}

  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
