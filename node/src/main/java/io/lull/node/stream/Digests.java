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
 * last. More than some blocks are never on their way, so older ones are forgotten.
 */
final class Digests {
  static final int KEPT = 1024;

  private final List<MessageDigest> after = new ArrayList<>();
  private int first;

  /**
   * Takes the block of this number.
   *
   * @return the digest of all up to and with it, for the caller to finish; empty if the block
   *     before it was never sent, or long ago
   */
  synchronized Optional<MessageDigest> take(int block, List<byte[]> parts) {
    if (block == 0) {
      after.clear();
      after.add(sha256());
      first = 0;
    }
    int place = block - first;
    if (place < 0 || place >= after.size()) {
      return Optional.empty();
    }
    after.subList(place + 1, after.size()).clear();
    MessageDigest next = copy(after.get(place));
    parts.forEach(next::update);
    after.add(next);
    if (after.size() > KEPT) {
      after.removeFirst();
      first++;
    }
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
