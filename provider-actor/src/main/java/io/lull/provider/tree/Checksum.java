package io.lull.provider.tree;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * A sum over the content of a file that does not depend on where its holes are: blocks of zeros
 * count nothing, and the others may come in any order. It finds mistakes of disks and programs; it
 * is no protection against somebody who looks for two contents with one sum.
 */
final class Checksum {
  /** No file system keeps smaller holes. */
  static final int BLOCK = 512;

  private static final long FIRST = 0x9E3779B97F4A7C15L;
  private static final long SECOND = 0xC2B2AE3D27D4EB4FL;

  private long sum;

  /**
   * @param offset in the file, at the beginning of a block
   */
  void add(MemorySegment bytes, long size, long offset) {
    for (long at = 0; at < size; at += BLOCK) {
      sum += block(bytes, at, Math.min(BLOCK, size - at), offset + at);
    }
  }

  private static long block(MemorySegment bytes, long from, long size, long offset) {
    long all = 0;
    long hash = mixed(offset + FIRST);
    long at = from;
    for (long end = from + (size & ~7L); at < end; at += 8) {
      long word = bytes.get(JAVA_LONG_UNALIGNED, at);
      all |= word;
      hash = Long.rotateLeft(hash ^ (word * SECOND), 31) * FIRST;
    }
    long rest = 0;
    for (long shift = 0; at < from + size; at++, shift += 8) {
      rest |= (bytes.get(JAVA_BYTE, at) & 0xffL) << shift;
    }
    all |= rest;
    hash = Long.rotateLeft(hash ^ (rest * SECOND), 31) * FIRST;
    return all == 0 ? 0 : mixed(hash);
  }

  private static long mixed(long value) {
    long mixed = (value ^ (value >>> 29)) * SECOND;
    return mixed ^ (mixed >>> 32);
  }

  /** The sum of a file of this size. */
  long of(long size) {
    long value = mixed(sum ^ mixed(size + FIRST));
    return value == 0 ? 1 : value;
  }
}
