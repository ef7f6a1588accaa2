package io.lull.cli.stream.store;

import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.zip.CRC32C;

/**
 * An archive as it comes out of its backup, each block compared with its sum before anybody sees
 * it. What is damaged is a {@link Trouble} that names file and place.
 */
public final class Reading extends InputStream {
  private final Path path;
  private final Archive archive;
  private final FileChannel channel;
  private final ByteBuffer sums;
  private final IntConsumer passed;
  private final MessageDigest storedDigest = Sha256.begin();
  private final MessageDigest digest = Sha256.begin();
  private final boolean plain;
  private final InputStream in;
  private long read;

  private Reading(
      Path path,
      Archive archive,
      List<Layer> layers,
      Optional<Key> key,
      FileChannel channel,
      byte[] sums,
      IntConsumer passed)
      throws IOException {
    this.path = path;
    this.archive = archive;
    this.channel = channel;
    this.sums = ByteBuffer.wrap(sums);
    this.passed = passed;
    this.plain = layers.isEmpty();
    this.in = AtRest.from(new Stored(), layers, key);
  }

  /**
   * Opens an archive.
   *
   * @param layers those that are to be taken off; none to read it as it lies there
   * @param passed told how many bytes of what lies there have been read
   */
  static Reading open(
      Path path,
      Path sumsPath,
      Archive archive,
      List<Layer> layers,
      Optional<Key> key,
      IntConsumer passed)
      throws IOException {
    byte[] sums = sums(path, sumsPath, archive);
    FileChannel channel = opened(path);
    try {
      if (channel.size() != archive.storedSize()) {
        throw damaged(
            path, "it to have " + archive.storedSize() + " bytes", "it has " + channel.size());
      }
      return new Reading(path, archive, layers, key, channel, sums, passed);
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  private static FileChannel opened(Path path) throws IOException {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw damaged(path, "a file there", "there is none");
    }
    return FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  private static byte[] sums(Path path, Path sumsPath, Archive archive) throws IOException {
    long blocks = (archive.storedSize() + Sums.BLOCK - 1) / Sums.BLOCK;
    try (FileChannel channel = opened(sumsPath)) {
      if (channel.size() != blocks * Integer.BYTES) {
        throw damaged(sumsPath, "the sums of " + blocks + " blocks", "it has others");
      }
      ByteBuffer sums = ByteBuffer.allocate(Math.toIntExact(channel.size()));
      while (sums.hasRemaining() && channel.read(sums) >= 0) {
        // A read may bring less than was asked for.
      }
      if (!Sums.sha256(sums.array()).equals(archive.sums())) {
        throw damaged(sumsPath, "the sums of " + path.getFileName(), "they are not those");
      }
      return sums.array();
    }
  }

  private static Trouble damaged(Path path, String expected, String but) {
    return Trouble.of(
        ExitCode.VERIFY_FAILED,
        path + " is damaged: expected " + expected + ", but " + but,
        "Take a full backup, and look at the disk");
  }

  /** What lies there, block by block. */
  private final class Stored extends InputStream {
    private final byte[] block = new byte[Sums.BLOCK];
    private final ByteBuffer buffer = ByteBuffer.wrap(block).limit(0);
    private final CRC32C crc = new CRC32C();
    private long offset;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!buffer.hasRemaining() && !fill()) {
        return -1;
      }
      int part = Math.min(length, buffer.remaining());
      buffer.get(into, at, part);
      return part;
    }

    private boolean fill() throws IOException {
      int length = (int) Math.min(block.length, archive.storedSize() - offset);
      if (length == 0) {
        return false;
      }
      buffer.clear().limit(length);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          throw damaged(path, "it not to change while it is read", "it became shorter");
        }
      }
      buffer.flip();
      crc.reset();
      crc.update(block, 0, length);
      if ((int) crc.getValue() != sums.getInt()) {
        throw damaged(
            path,
            "the bytes from " + offset + " to " + (offset + length - 1) + " as they were written",
            "their sum is another one");
      }
      storedDigest.update(block, 0, length);
      offset += length;
      passed.accept(length);
      return true;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    try {
      int part = in.read(into, at, length);
      if (part > 0) {
        read += part;
        if (!plain && read > archive.size()) {
          throw damaged(path, "an archive of " + archive.size() + " bytes", "it is longer");
        }
        if (!plain) {
          digest.update(into, at, part);
        }
      }
      return part;
    } catch (IOException broken) {
      throw damaged(path, "an archive in it", "it cannot be unpacked");
    }
  }

  /** Reads what is left, and compares all of it with what its manifest says. */
  public void end() throws IOException {
    byte[] buffer = new byte[1 << 16];
    while (read(buffer, 0, buffer.length) >= 0) {
      // What it is does not matter here.
    }
    compare(storedDigest.digest(), archive.storedSha256());
    if (!plain) {
      compare(digest.digest(), archive.sha256());
    }
  }

  private void compare(byte[] found, String expected) {
    String hex = HexFormat.of().formatHex(found);
    if (!hex.equals(expected)) {
      throw damaged(path, "the SHA-256 " + expected, "it is " + hex);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
