package io.lull.cli.stream.unpack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Applies a WAL file of SQLite to its database, as SQLite itself would when it opens both: frames
 * count as far as salts and running sums are right, and up to the last one that commits.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#walformat">the format</a>
 */
final class Wal {
  private static final int HEADER = 32;
  private static final int FRAME_HEADER = 24;
  private static final int MAGIC = 0x377f0682;
  private static final int VERSION = 3007000;

  private final FileChannel wal;
  private final String name;
  private final int pageSize;
  private final boolean bigEndian;
  private final int salt1;
  private final int salt2;
  private int sum1;
  private int sum2;

  private Wal(FileChannel wal, String name) throws IOException {
    this.wal = wal;
    this.name = name;
    ByteBuffer header = read(0, HEADER);
    int magic = header.getInt(0);
    pageSize = header.getInt(8);
    bigEndian = magic == (MAGIC | 1);
    salt1 = header.getInt(16);
    salt2 = header.getInt(20);
    boolean known =
        (magic == MAGIC || bigEndian)
            && header.getInt(4) == VERSION
            && pageSize >= 512
            && pageSize <= 65536
            && Integer.bitCount(pageSize) == 1;
    if (known) {
      sum(header, 0, 24);
    }
    if (!known || header.getInt(24) != sum1 || header.getInt(28) != sum2) {
      throw new IOException("expected a WAL file of SQLite as " + name + ", but it is none");
    }
  }

  /**
   * Applies a WAL file to a database.
   *
   * @param name what is said of it if it is none
   * @return how many frames of it count
   */
  static long apply(Path file, Path database, String name) throws IOException {
    try (FileChannel channel = FileChannel.open(file);
        FileChannel out =
            FileChannel.open(
                database,
                Set.of(
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS))) {
      if (channel.size() > 0) {
        return new Wal(channel, name).apply(out);
      }
      return 0;
    }
  }

  private long apply(FileChannel database) throws IOException {
    Map<Integer, Long> pages = new HashMap<>();
    Map<Integer, Long> open = new HashMap<>();
    int pagesAfter = 0;
    long frames = 0;
    long counting = 0;
    long at = HEADER;
    for (; at + FRAME_HEADER + pageSize <= wal.size(); at += FRAME_HEADER + pageSize) {
      ByteBuffer frame = read(at, FRAME_HEADER + pageSize);
      if (!isNext(frame)) {
        break;
      }
      counting++;
      open.put(frame.getInt(0), at + FRAME_HEADER);
      if (frame.getInt(4) != 0) {
        pagesAfter = frame.getInt(4);
        pages.putAll(open);
        open.clear();
        frames = counting;
      }
    }
    for (Map.Entry<Integer, Long> page : pages.entrySet()) {
      ByteBuffer content = read(page.getValue(), pageSize);
      long place = (Integer.toUnsignedLong(page.getKey()) - 1) * pageSize;
      while (content.hasRemaining()) {
        place += database.write(content, place);
      }
    }
    if (pagesAfter != 0) {
      database.truncate(Integer.toUnsignedLong(pagesAfter) * pageSize);
    }
    database.force(true);
    return frames;
  }

  /** Whether a frame goes on where the one before ends. */
  private boolean isNext(ByteBuffer frame) {
    if (frame.getInt(0) == 0 || frame.getInt(8) != salt1 || frame.getInt(12) != salt2) {
      return false;
    }
    sum(frame, 0, 8);
    sum(frame, FRAME_HEADER, pageSize);
    return frame.getInt(16) == sum1 && frame.getInt(20) == sum2;
  }

  private void sum(ByteBuffer bytes, int offset, int length) {
    ByteBuffer words =
        bytes.duplicate().order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = offset; i < offset + length; i += 8) {
      sum1 += words.getInt(i) + sum2;
      sum2 += words.getInt(i + 4) + sum1;
    }
  }

  private ByteBuffer read(long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (wal.read(buffer, at + buffer.position()) < 0) {
        throw new IOException("expected all of the WAL file " + name + ", but it is cut");
      }
    }
    return buffer.flip();
  }
}
