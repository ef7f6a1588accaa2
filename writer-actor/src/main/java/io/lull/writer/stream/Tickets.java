package io.lull.writer.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks the tokens of tickets.
 *
 * <p>The key is made for one life of the host, so that with its handles their tickets end too.
 */
public final class Tickets {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final int MAC_BYTES = 32;

  /**
   * Three names of 64 letters, two separators and the code; nothing that is longer is looked at.
   */
  private static final int TOKEN_MAX = 400;

  /** Names have no such sign. */
  private static final String SEPARATOR = "/";

  private final SecretKeySpec key;

  private Tickets(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** The tickets of a new life. */
  public static Tickets fresh() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new Tickets(key);
  }

  /** The token that grants this, and that nobody else can make. */
  public String issue(Grant grant) {
    byte[] said =
        String.join(
                SEPARATOR,
                grant.session().name(),
                grant.instance().name(),
                Long.toString(grant.handle()))
            .getBytes(US_ASCII);
    byte[] token = Arrays.copyOf(said, said.length + MAC_BYTES);
    System.arraycopy(code(said), 0, token, said.length, MAC_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** What the token grants; nothing unless it was made here in this life. */
  public Optional<Grant> check(String token) {
    if (token.length() > TOKEN_MAX) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException noToken) {
      return Optional.empty();
    }
    if (bytes.length <= MAC_BYTES) {
      return Optional.empty();
    }
    byte[] said = Arrays.copyOf(bytes, bytes.length - MAC_BYTES);
    byte[] code = Arrays.copyOfRange(bytes, said.length, bytes.length);
    // Takes as long for a code that is nearly right as for one that is all wrong.
    return MessageDigest.isEqual(code, code(said)) ? Optional.of(grant(said)) : Optional.empty();
  }

  private static Grant grant(byte[] said) {
    String[] parts = new String(said, US_ASCII).split(SEPARATOR, -1);
    return new Grant(new SessionId(parts[0]), new InstanceId(parts[1]), Long.parseLong(parts[2]));
  }

  private byte[] code(byte[] said) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(said);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("expected that Java knows " + ALGORITHM, missing);
    }
  }
}
