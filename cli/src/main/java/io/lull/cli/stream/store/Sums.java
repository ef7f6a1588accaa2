package io.lull.cli.stream.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Sums of a file as it is written: the CRC32C of each MiB, so that damage can be found, and the
 * SHA-256 of all of it, so that nothing can pass for it.
 */
final class Sums {
  static final int BLOCK = 1 << 20;

  private final ByteArrayOutputStream blocks = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(blocks);
  private final CRC32C crc = new CRC32C();
  private final MessageDigest digest = Sha256.begin();
  private int inBlock;

  void update(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
    int at = offset;
    for (int left = length; left > 0; ) {
      int part = Math.min(left, BLOCK - inBlock);
      crc.update(bytes, at, part);
      at += part;
      left -= part;
      inBlock += part;
      if (inBlock == BLOCK) {
        endBlock((int) crc.getValue());
      }
    }
  }

  /** A block of which the sum is known, and the digest somebody else's business. */
  void block(int sum) {
    endBlock(sum);
  }

  private void endBlock(int sum) {
    try {
      out.writeInt(sum);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    crc.reset();
    inBlock = 0;
  }

  /** All sums of blocks; the last block may be shorter. */
  byte[] blocks() {
    if (inBlock > 0) {
      endBlock((int) crc.getValue());
    }
    return blocks.toByteArray();
  }

  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(Sha256.begin().digest(bytes));
  }
}
