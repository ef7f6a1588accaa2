package io.lull.node.stream;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The digest of one file as it was sent, after each of its blocks.
 *
 * <p>Whoever lost the connection goes on after the last block that he has. What is read again may
 * have changed meanwhile, so the digest goes on from that block too, and not from what was sent
 * last.
 */
final class Digests {
  private final List<MessageDigest> after = new ArrayList<>(List.of(sha256()));

  /**
   * Takes the block of this number.
   *
   * @return the digest of all up to and with it, for the caller to finish; empty if a block before
   *     it was never sent
   */
  synchronized Optional<MessageDigest> take(int block, byte[] bytes, int length) {
    if (block >= after.size()) {
      return Optional.empty();
    }
    after.subList(block + 1, after.size()).clear();
    MessageDigest next = copy(after.get(block));
    next.update(bytes, 0, length);
    after.add(next);
    return Optional.of(copy(next));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("expected that every JDK has SHA-256", impossible);
    }
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("expected that SHA-256 can be copied", impossible);
    }
  }
}
