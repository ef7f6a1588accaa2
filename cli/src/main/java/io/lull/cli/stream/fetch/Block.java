package io.lull.cli.stream.fetch;

import java.util.concurrent.atomic.AtomicInteger;

/** One block of a file on its way; it is used again once everybody is done with it. */
public final class Block {
  /** How long every block but the last one is. */
  public static final int SIZE = 1 << 20;

  private final byte[] bytes = new byte[SIZE];
  private final AtomicInteger users = new AtomicInteger();
  private int length;
  private int sum;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** The CRC32C of its bytes. */
  int sum() {
    return sum;
  }

  void filled(int with, int crc) {
    length = with;
    sum = crc;
  }

  void usedBy(int number) {
    users.set(number);
  }

  /** Whether nobody else uses it any more. */
  boolean isFreed() {
    return users.decrementAndGet() == 0;
  }
}
