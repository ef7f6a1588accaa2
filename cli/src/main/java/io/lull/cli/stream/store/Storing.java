package io.lull.cli.stream.store;

import io.lull.protocol.stream.StreamFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HexFormat;

/** One archive on its way into a backup. */
public final class Storing implements AutoCloseable {
  /** How much the disk is given to write while more comes. */
  private static final long PORTION = 32L << 20;

  private final Unfinished backup;
  private final StreamFile file;
  private final String name;
  private final FileChannel channel;
  private final boolean plain;
  private final Sums sums = new Sums();
  private final OutputStream out;
  private long stored;
  private long begun;
  private WritingOut writingOut = WritingOut.NONE;

  private Storing(Unfinished backup, StreamFile file, String name, FileChannel channel, AtRest rest)
      throws IOException {
    this.backup = backup;
    this.file = file;
    this.name = name;
    this.channel = channel;
    this.plain = rest.layers().isEmpty();
    this.out = rest.into(new Sink());
  }

  public static Storing begin(Unfinished backup, StreamFile file, AtRest rest) throws IOException {
    String name = Archive.name(file, rest.layers());
    FileChannel channel = backup.create(name);
    try {
      return new Storing(backup, file, name, channel, rest);
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  /** What lands on the disk. */
  private final class Sink extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Storing.this.write(bytes, offset, length);
      sums.update(bytes, offset, length);
    }
  }

  private void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      stored += channel.write(buffer);
    }
    if (stored - begun >= PORTION && writingOut.isOver()) {
      writeOut();
    }
  }

  /** Has the disk write beside the network, and not only when everything has come. */
  private void writeOut() throws IOException {
    writingOut.await();
    begun = stored;
    writingOut = WritingOut.of(channel);
  }

  /**
   * Stores the next block of the archive.
   *
   * @param sum its CRC32C; every block but the last is a MiB
   */
  public void block(byte[] bytes, int length, int sum) throws IOException {
    if (plain) {
      // It lands as it came, so that neither sum nor digest has to be made twice.
      write(bytes, 0, length);
      sums.block(sum);
    } else {
      out.write(bytes, 0, length);
    }
  }

  /** All blocks have come; they are on the disk when this returns. */
  public void end() throws IOException {
    out.close();
    writingOut.await();
    channel.force(true);
  }

  /** What the manifest says about it; its sums are on the disk when this returns. */
  public Archive archive(long size, byte[] sha256) throws IOException {
    String whole = HexFormat.of().formatHex(sha256);
    byte[] blocks = sums.blocks();
    Archive archive =
        new Archive(
            name, file, size, whole, stored, plain ? whole : sums.sha256(), Sums.sha256(blocks));
    try (FileChannel beside = backup.create(archive.sumsName())) {
      ByteBuffer buffer = ByteBuffer.wrap(blocks);
      while (buffer.hasRemaining()) {
        beside.write(buffer);
      }
      beside.force(true);
    }
    return archive;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
