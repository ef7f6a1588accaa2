package io.lull.writer;

import io.lull.protocol.certificate.HoldToken;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Tokens that nobody can guess, so that who knows one has been told it. */
public final class RandomTokens implements Supplier<HoldToken> {
  private static final int BYTES = 16;

  private final SecureRandom random = new SecureRandom();

  @Override
  public HoldToken get() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new HoldToken(HexFormat.of().formatHex(bytes));
  }
}
