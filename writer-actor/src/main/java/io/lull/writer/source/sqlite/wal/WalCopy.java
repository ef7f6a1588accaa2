package io.lull.writer.source.sqlite.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Frames of one WAL, from somewhere in it on, as a WAL file of their own: with its header, and with
 * sums that begin there. There is no file as long as there is no frame.
 */
final class WalCopy implements WalFrames.Target, AutoCloseable {
  private final FileChannel out;
  private WalPosition begin = WalPosition.NONE;
  private WalSum sum = new WalSum(ByteOrder.BIG_ENDIAN, 0, 0);
  private long frames;
  private long at;

  WalCopy(Path path) throws IOException {
    out = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public void frame(WalFrames wal, ByteBuffer frame) throws IOException {
    if (frames == 0) {
      begin = wal.start();
      sum = wal.sumAt(begin);
      write(wal.header());
    } else if (!begin.equals(wal.start())) {
      throw new IOException("expected frames of one WAL, but it was begun anew while it was held");
    }
    ByteBuffer copy = ByteBuffer.allocate(frame.limit());
    copy.put(frame.duplicate()).flip();
    sum.addFrame(copy);
    copy.putInt(16, sum.one()).putInt(20, sum.two());
    write(copy);
    frames++;
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      at += out.write(bytes, at);
    }
  }

  long frames() {
    return frames;
  }

  void force() throws IOException {
    out.force(true);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
