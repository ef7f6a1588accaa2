package io.lull.writer.source.sqlite.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * The frames of a WAL file, read past SQLite. It locks nothing in that file, so whoever closes it
 * drops no lock of SQLite's.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#walformat">the format</a>
 */
final class WalFrames implements AutoCloseable {
  static final int HEADER = 32;
  static final int FRAME_HEADER = 24;
  private static final int MAGIC = 0x377f0682;
  private static final int VERSION = 3007000;

  private final FileChannel file;
  private final Path path;
  private final ByteBuffer header;
  private final int pageSize;
  private final ByteOrder order;

  /** Where the frames of a WAL are put. */
  @FunctionalInterface
  interface Target {
    void frame(WalFrames wal, ByteBuffer frame) throws IOException;
  }

  private WalFrames(FileChannel file, Path path, ByteBuffer header) {
    this.file = file;
    this.path = path;
    this.header = header;
    this.pageSize = header.getInt(8);
    this.order = header.getInt(0) == MAGIC ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  /** A WAL file; empty if there is none, or none that anything was written to. */
  static Optional<WalFrames> open(Path path) throws IOException {
    FileChannel file;
    try {
      file = FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
    try {
      ByteBuffer header = ByteBuffer.allocate(HEADER);
      if (fill(file, header, 0) && isHeader(header)) {
        WalFrames wal = new WalFrames(file, path, header);
        file = null;
        return Optional.of(wal);
      }
      return Optional.empty();
    } finally {
      if (file != null) {
        file.close();
      }
    }
  }

  private static boolean isHeader(ByteBuffer header) {
    int magic = header.getInt(0);
    int page = header.getInt(8);
    boolean known =
        (magic == MAGIC || magic == (MAGIC | 1))
            && header.getInt(4) == VERSION
            && page >= 512
            && page <= 65536
            && Integer.bitCount(page) == 1;
    if (!known) {
      return false;
    }
    WalSum sum = new WalSum(magic == MAGIC ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN, 0, 0);
    sum.add(header, 0, 24);
    return header.getInt(24) == sum.one() && header.getInt(28) == sum.two();
  }

  ByteBuffer header() {
    return header.duplicate().clear();
  }

  /** Where its first frame begins. */
  WalPosition start() {
    return new WalPosition(
        header.getInt(16), header.getInt(20), 0, header.getInt(24), header.getInt(28));
  }

  WalSum sumAt(WalPosition position) {
    return new WalSum(order, position.sum1(), position.sum2());
  }

  /** How many frames have room in it, whether they count or not. */
  long room() throws IOException {
    return Math.max(0, (file.size() - HEADER) / (FRAME_HEADER + pageSize));
  }

  /** Whether this position is in it, after the same frames. */
  boolean has(WalPosition position) throws IOException {
    if (!position.sameWal(start())) {
      return false;
    }
    if (position.frames() == 0) {
      return position.equals(start());
    }
    ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER);
    return fill(file, frame, place(position.frames() - 1))
        && frame.getInt(8) == position.salt1()
        && frame.getInt(12) == position.salt2()
        && frame.getInt(16) == position.sum1()
        && frame.getInt(20) == position.sum2();
  }

  /** The position behind that many frames, as it was written there. */
  WalPosition at(long frames) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER);
    WalPosition start = start();
    if (!fill(file, frame, place(frames - 1))
        || frame.getInt(8) != start.salt1()
        || frame.getInt(12) != start.salt2()) {
      throw new IOException("expected " + frames + " frames in " + path + ", but it has fewer");
    }
    return new WalPosition(
        start.salt1(), start.salt2(), frames, frame.getInt(16), frame.getInt(20));
  }

  /**
   * Reads the frames between two places, and compares their sums.
   *
   * @param to behind a frame that ends a transaction
   * @return the position there
   * @throws IOException if one of them is not there, or not as it was written
   */
  WalPosition read(WalPosition from, long to, Target target) throws IOException {
    WalSum sum = sumAt(from);
    ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER + pageSize);
    for (long number = from.frames(); number < to; number++) {
      boolean whole = fill(file, frame.clear(), place(number));
      frame.flip();
      if (whole) {
        sum.addFrame(frame);
      }
      if (!whole
          || frame.getInt(8) != from.salt1()
          || frame.getInt(12) != from.salt2()
          || frame.getInt(16) != sum.one()
          || frame.getInt(20) != sum.two()) {
        throw new IOException(
            "expected frame " + (number + 1) + " of " + path + " as it was written, but it is not");
      }
      target.frame(this, frame);
    }
    if (to > from.frames() && frame.getInt(4) == 0) {
      throw new IOException(
          "expected frame " + to + " of " + path + " to end a transaction, but it does not");
    }
    return new WalPosition(from.salt1(), from.salt2(), to, sum.one(), sum.two());
  }

  private long place(long number) {
    return HEADER + number * (FRAME_HEADER + pageSize);
  }

  private static boolean fill(FileChannel file, ByteBuffer into, long at) throws IOException {
    while (into.hasRemaining()) {
      if (file.read(into, at + into.position()) < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
