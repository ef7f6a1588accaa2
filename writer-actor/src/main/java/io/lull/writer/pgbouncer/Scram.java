package io.lull.writer.pgbouncer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * One login by SCRAM-SHA-256 (RFC 5802 and 7677), without channel binding.
 *
 * <p>The few lines of HMAC are here because the framework of the platform for it is many times as
 * large as all of the rest, and the guard has little memory.
 */
final class Scram {
  private static final String PLAIN = "n,,";
  private static final int BLOCK = 64;
  private static final int ROUNDS_MAX = 1 << 20;

  private final MessageDigest sha = sha256();
  private final String user;
  private final String password;
  private final String nonce;
  private byte[] expected = {};

  /**
   * Begins a login.
   *
   * @param user nothing, where he was named before
   */
  Scram(String user, String password, String nonce) {
    this.user = user;
    this.password = password;
    this.nonce = nonce;
  }

  String first() {
    return PLAIN + bare();
  }

  private String bare() {
    return "n=" + user + ",r=" + nonce;
  }

  /** The proof that the password is known, for what the other side said first. */
  String proof(String said) throws ConsoleException {
    Map<String, String> words = words(said);
    String both = words.getOrDefault("r", "");
    int rounds = rounds(words);
    if (!both.startsWith(nonce) || both.length() == nonce.length()) {
      throw new ConsoleException("expected an answer to this login, but got one to another");
    }
    byte[] salted = salted(Base64.getDecoder().decode(words.getOrDefault("s", "")), rounds);
    String last = "c=" + base64(PLAIN.getBytes(UTF_8)) + ",r=" + both;
    byte[] all = (bare() + "," + said + "," + last).getBytes(UTF_8);
    byte[] client = hmac(salted, "Client Key".getBytes(UTF_8));
    expected = hmac(hmac(salted, "Server Key".getBytes(UTF_8)), all);
    return last + ",p=" + base64(xor(client, hmac(sha.digest(client), all)));
  }

  /** Whether the other side knows the password as well. */
  boolean isProved(String said) {
    return expected.length > 0
        && MessageDigest.isEqual(
            base64(expected).getBytes(UTF_8), words(said).getOrDefault("v", "").getBytes(UTF_8));
  }

  private static int rounds(Map<String, String> words) throws ConsoleException {
    String rounds = words.getOrDefault("i", "");
    if (!rounds.matches("\\d{1,7}") || Integer.parseInt(rounds) > ROUNDS_MAX) {
      throw new ConsoleException("expected a number of rounds that ends, but got " + rounds);
    }
    return Integer.parseInt(rounds);
  }

  private byte[] salted(byte[] salt, int rounds) {
    byte[] key = password.getBytes(UTF_8);
    byte[] block = Arrays.copyOf(salt, salt.length + Integer.BYTES);
    block[block.length - 1] = 1;
    byte[] one = hmac(key, block);
    byte[] all = one;
    for (int round = 1; round < rounds; round++) {
      one = hmac(key, one);
      all = xor(all, one);
    }
    return all;
  }

  private byte[] hmac(byte[] key, byte[] text) {
    byte[] padded = Arrays.copyOf(key.length > BLOCK ? sha.digest(key) : key, BLOCK);
    sha.update(mask(padded, 0x36));
    byte[] inner = sha.digest(text);
    sha.update(mask(padded, 0x5c));
    return sha.digest(inner);
  }

  private static byte[] mask(byte[] bytes, int with) {
    byte[] masked = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      masked[i] = (byte) (bytes[i] ^ with);
    }
    return masked;
  }

  private static byte[] xor(byte[] one, byte[] other) {
    byte[] both = new byte[one.length];
    for (int i = 0; i < one.length; i++) {
      both[i] = (byte) (one[i] ^ other[i]);
    }
    return both;
  }

  private static Map<String, String> words(String said) {
    Map<String, String> words = new HashMap<>();
    for (String word : said.split(",")) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        words.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return words;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
