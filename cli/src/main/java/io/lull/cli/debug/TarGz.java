package io.lull.cli.debug;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** An archive that only its owner may read, written in the one form that every tar reads. */
final class TarGz implements Closeable {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;

  private final OutputStream out;
  private final Instant at;

  private TarGz(OutputStream out, Instant at) {
    this.out = out;
    this.at = at;
  }

  /**
   * Begins one where there is no file yet.
   *
   * @param at what its entries say they are of
   */
  static TarGz create(Path file, Instant at) throws IOException {
    var channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return new TarGz(new GZIPOutputStream(Channels.newOutputStream(channel)), at);
  }

  /** Adds a file; its name is of at most a hundred letters that need no quoting. */
  void add(String name, byte[] content) throws IOException {
    byte[] path = name.getBytes(UTF_8);
    if (path.length > NAME) {
      throw new IllegalArgumentException("expected a short name, but got " + name);
    }
    byte[] header = new byte[BLOCK];
    System.arraycopy(path, 0, header, 0, path.length);
    octal(header, 100, 8, 0600);
    octal(header, 108, 8, 0);
    octal(header, 116, 8, 0);
    octal(header, 124, 12, content.length);
    octal(header, 136, 12, at.getEpochSecond());
    header[TYPE] = '0';
    System.arraycopy("ustar\00000".getBytes(UTF_8), 0, header, MAGIC, 8);
    Arrays.fill(header, CHECKSUM, CHECKSUM + CHECKSUM_LENGTH, (byte) ' ');
    long sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    octal(header, CHECKSUM, CHECKSUM_LENGTH - 1, sum);
    out.write(header);
    out.write(content);
    out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  /** In as many digits as there is room for, and an end. */
  private static void octal(byte[] header, int from, int length, long value) {
    String digits = Long.toOctalString(value);
    String padded = "0".repeat(length - 1 - digits.length()) + digits;
    System.arraycopy(padded.getBytes(UTF_8), 0, header, from, length - 1);
    header[from + length - 1] = 0;
  }

  @Override
  public void close() throws IOException {
    try (out) {
      out.write(new byte[2 * BLOCK]);
    }
  }
}
