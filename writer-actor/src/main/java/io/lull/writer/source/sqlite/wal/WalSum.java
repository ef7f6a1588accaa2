package io.lull.writer.source.sqlite.wal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The running sum of a WAL. That of its header goes on through all frames that follow.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#checksum_algorithm">the algorithm</a>
 */
final class WalSum {
  private final ByteOrder order;
  private int one;
  private int two;

  WalSum(ByteOrder order, int one, int two) {
    this.order = order;
    this.one = one;
    this.two = two;
  }

  int one() {
    return one;
  }

  int two() {
    return two;
  }

  void add(ByteBuffer bytes, int offset, int length) {
    ByteBuffer words = bytes.duplicate().order(order);
    for (int i = offset; i < offset + length; i += 8) {
      one += words.getInt(i) + two;
      two += words.getInt(i + 4) + one;
    }
  }

  /** The part of a frame that is summed: its first two words and its page. */
  void addFrame(ByteBuffer frame) {
    add(frame, 0, 8);
    add(frame, WalFrames.FRAME_HEADER, frame.limit() - WalFrames.FRAME_HEADER);
  }
}
