package io.lull.cli.stream.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lull.cli.stream.tar.Entry.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reads a tar archive in the form of POSIX, entry by entry.
 *
 * <p>Everything in it is of a stranger: sizes are compared with what is left, names lead nowhere
 * else, and what is not in the form that our sources write is refused.
 */
public final class Tar {
  private static final int BLOCK = 512;
  private static final int PAX_MAX = 1 << 20;

  private final InputStream in;
  private long left;
  private long unread;
  private int padding;

  /**
   * An archive of this size.
   *
   * @param in read to its end, not closed
   */
  public Tar(InputStream in, long size) {
    this.in = in;
    this.left = size;
  }

  /** The next entry, once the content of the one before is done with; nothing after the last. */
  public Optional<Entry> next() throws IOException {
    pass();
    Pax pax = Pax.NONE;
    while (true) {
      byte[] header = block();
      if (isZero(header)) {
        if (!isZero(block())) {
          throw new MalformedTarException("expected the end of the archive, but something follows");
        }
        drain();
        return Optional.empty();
      }
      check(header);
      char type = (char) header[156];
      if (type == 'x') {
        pax = pax(number(header, 124, 12));
      } else {
        return Optional.of(entry(header, type, pax));
      }
    }
  }

  /** The content of the entry that was read last. */
  public InputStream content() {
    return new Content();
  }

  /** What is left of the content. */
  private final class Content extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (unread == 0) {
        return -1;
      }
      int read = in.read(into, offset, (int) Math.min(length, unread));
      if (read < 0) {
        throw cut();
      }
      unread -= read;
      left -= read;
      return read;
    }

    @Override
    public long skip(long length) throws IOException {
      long skipped = in.skip(Math.min(length, unread));
      unread -= skipped;
      left -= skipped;
      return skipped;
    }
  }

  private Pax pax(long size) throws IOException {
    if (size > PAX_MAX || size > left) {
      throw new MalformedTarException(
          "expected an extended header of at most " + PAX_MAX + " bytes, but got " + size);
    }
    begin(size);
    byte[] bytes = content().readNBytes((int) size);
    pass();
    return Pax.of(bytes);
  }

  private Entry entry(byte[] header, char type, Pax pax) {
    Kind kind =
        switch (type) {
          case '0', '\0' -> Kind.FILE;
          case '2' -> Kind.SYMBOLIC_LINK;
          case '5' -> Kind.DIRECTORY;
          default ->
              throw new MalformedTarException(
                  "expected a file, a directory or a symbolic link, but got an entry of type "
                      + (int) type);
        };
    long size = pax.number("size").orElse(number(header, 124, 12));
    if (size < 0 || size > left || (kind != Kind.FILE && size != 0)) {
      throw new MalformedTarException(
          "expected an entry that fits into its archive, but got one of " + size + " bytes");
    }
    begin(size);
    String name = pax.text("path").orElseGet(() -> longName(header));
    String link = pax.text("linkpath").orElseGet(() -> text(header, 157, 100));
    return new Entry(
        new EntryName(name.endsWith("/") ? name.substring(0, name.length() - 1) : name),
        kind,
        link,
        size,
        (int) number(header, 100, 8) & 07777,
        pax.text("mtime").map(Tar::time).orElseGet(() -> seconds(number(header, 136, 12))),
        id(pax.number("uid").orElse(number(header, 108, 8))),
        id(pax.number("gid").orElse(number(header, 116, 8))));
  }

  private static int id(long number) {
    if (number < 0 || number > 0xffff_fffeL) {
      throw new MalformedTarException("expected the number of a user or group, but got " + number);
    }
    return (int) number;
  }

  private static FileTime seconds(long seconds) {
    return FileTime.from(seconds, TimeUnit.SECONDS);
  }

  private static FileTime time(String text) {
    try {
      if (text.length() <= 32) {
        long nanos = new BigDecimal(text).movePointRight(9).longValue();
        return FileTime.from(nanos, TimeUnit.NANOSECONDS);
      }
    } catch (NumberFormatException none) {
      // Said below.
    }
    throw new MalformedTarException("expected a time as mtime, but it is none");
  }

  private static String longName(byte[] header) {
    String prefix = text(header, 345, 155);
    String name = text(header, 0, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] header, int offset, int length) {
    int end = offset;
    while (end < offset + length && header[end] != 0) {
      end++;
    }
    return new String(header, offset, end - offset, ISO_8859_1);
  }

  private static void check(byte[] header) {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    if (!text(header, 257, 5).equals("ustar") || sum != number(header, 148, 8)) {
      throw new MalformedTarException("expected the header of an entry, but got something else");
    }
  }

  /** Octal digits, or for large numbers the bytes themselves behind one with the highest bit. */
  private static long number(byte[] header, int offset, int length) {
    if ((header[offset] & 0x80) != 0) {
      long number = 0;
      for (int i = offset + 1; i < offset + length; i++) {
        if (number >>> 55 != 0) {
          throw new MalformedTarException("expected a number of at most 63 bits in a header");
        }
        number = (number << 8) | (header[i] & 0xff);
      }
      return number;
    }
    String digits = text(header, offset, length).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    } catch (NumberFormatException none) {
      throw new MalformedTarException("expected a number in a header, but it is none");
    }
  }

  /** A small number; nothing if it is none. */
  static Optional<Integer> whole(String digits) {
    try {
      return Optional.of(Integer.parseInt(digits));
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  private void begin(long size) {
    unread = size;
    padding = (int) ((BLOCK - size % BLOCK) % BLOCK);
  }

  /** Goes over what nobody has read. */
  private void pass() throws IOException {
    content().skipNBytes(unread);
    for (int rest = padding; rest > 0; ) {
      int skipped = in.readNBytes(rest).length;
      if (skipped == 0) {
        throw cut();
      }
      rest -= skipped;
      left -= skipped;
    }
    padding = 0;
  }

  private byte[] block() throws IOException {
    byte[] block = in.readNBytes(BLOCK);
    if (block.length < BLOCK || left < BLOCK) {
      throw cut();
    }
    left -= BLOCK;
    return block;
  }

  /** Behind its end an archive may be filled up with zeros, and with nothing else. */
  private void drain() throws IOException {
    while (left > 0) {
      byte[] rest = in.readNBytes((int) Math.min(left, 1 << 16));
      if (rest.length == 0 || !isZero(rest)) {
        throw new MalformedTarException("expected the end of the archive, but something follows");
      }
      left -= rest.length;
    }
  }

  private static MalformedTarException cut() {
    return new MalformedTarException("expected all of an archive, but it ends before its end");
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
