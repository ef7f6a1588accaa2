package io.lull.writer.source.test;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A tar archive of one file whose bytes follow from its name and their places, so that it takes no
 * memory and anybody can check it.
 */
public final class TestArchive {
  private static final int BLOCK = 512;
  private static final int TRAILER = 2 * BLOCK;
  private static final int WORD = Long.BYTES;

  private final byte[] header;
  private final long seed;
  private final long content;

  /**
   * An archive.
   *
   * @param entry the name of its file, of at most 99 letters
   * @param content how many bytes its file has
   */
  public TestArchive(String entry, long content) {
    this.header = header(entry, content);
    this.seed = entry.hashCode();
    this.content = content;
  }

  public long size() {
    return BLOCK + (content + BLOCK - 1) / BLOCK * BLOCK + TRAILER;
  }

  /** Fills the buffer from this place on, as far as the archive goes. */
  public void read(long offset, ByteBuffer into) {
    long at = offset;
    long end = Math.min(size(), offset + into.remaining());
    while (at < end) {
      if (at % WORD == 0 && at >= BLOCK && at + WORD <= Math.min(end, BLOCK + content)) {
        into.putLong(word((at - BLOCK) / WORD));
        at += WORD;
      } else {
        into.put(at(at));
        at++;
      }
    }
  }

  private byte at(long offset) {
    if (offset < BLOCK) {
      return header[(int) offset];
    }
    long place = offset - BLOCK;
    return place >= content
        ? 0
        : (byte) (word(place / WORD) >>> (Long.SIZE - Byte.SIZE - Byte.SIZE * (place % WORD)));
  }

  /** Mixed so that neighbours look nothing like each other. */
  private long word(long number) {
    long mixed = (number + seed) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 32)) * 0xBF58476D1CE4E5B9L;
    return mixed ^ (mixed >>> 29);
  }

  private static byte[] header(String entry, long content) {
    byte[] header = new byte[BLOCK];
    put(header, 0, entry);
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, "%011o".formatted(content));
    put(header, 136, "00000000000");
    Arrays.fill(header, 148, 156, (byte) ' ');
    header[156] = '0';
    put(header, 257, "ustar\u000000");
    int sum = 0;
    for (byte one : header) {
      sum += one & 0xff;
    }
    put(header, 148, "%06o\u0000 ".formatted(sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
