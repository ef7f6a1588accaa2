package io.lull.writer.source.tar;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lull.kernel.FileMoment;
import io.lull.writer.source.tar.TarEntry.Attributes;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/**
 * What stands before an entry in an archive: a block of the POSIX form, and before it an extended
 * header for what does not fit into that.
 */
final class TarHeader {
  static final int BLOCK = 512;

  private static final int NAME_MAX = 100;
  private static final long OWNER_MAX = 07777777L;
  private static final long SIZE_MAX = 077777777777L;

  private TarHeader() {}

  /** Always the same for the same entry. */
  static byte[] of(TarEntry entry) {
    byte[] path = path(entry);
    byte[] target = entry.target().bytes();
    Attributes attributes = entry.attributes();
    byte[] extended = extended(entry, path, target);
    ByteArrayOutputStream out = new ByteArrayOutputStream(BLOCK);
    if (extended.length > 0) {
      Attributes plain = new Attributes(0644, 0, 0, new FileMoment(0, 0));
      out.writeBytes(
          block("lull-pax".getBytes(US_ASCII), 'x', plain, extended.length, new byte[0]));
      out.writeBytes(extended);
      out.writeBytes(new byte[padding(extended.length)]);
    }
    out.writeBytes(
        block(
            fits(path) ? path : shortened(path),
            entry.kind().flag(),
            attributes,
            entry.size(),
            target));
    return out.toByteArray();
  }

  /** How much it takes to fill up the last block. */
  static int padding(long length) {
    return (int) (-length & (BLOCK - 1));
  }

  private static byte[] path(TarEntry entry) {
    byte[] name = entry.name().bytes();
    if (entry.kind() != TarEntry.Kind.DIRECTORY) {
      return name;
    }
    byte[] path = new byte[name.length + 1];
    entry.name().copyTo(path, 0);
    path[name.length] = '/';
    return path;
  }

  private static byte[] extended(TarEntry entry, byte[] path, byte[] target) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Attributes attributes = entry.attributes();
    if (!fits(path)) {
      add(out, "path", path);
    }
    if (!fits(target)) {
      add(out, "linkpath", target);
    }
    if (entry.size() > SIZE_MAX) {
      add(out, "size", Long.toString(entry.size()));
    }
    if (number(attributes.owner()) > OWNER_MAX) {
      add(out, "uid", Integer.toUnsignedString(attributes.owner()));
    }
    if (number(attributes.group()) > OWNER_MAX) {
      add(out, "gid", Integer.toUnsignedString(attributes.group()));
    }
    if (attributes.modified().nanos() != 0 || !fitsTime(attributes.modified().seconds())) {
      add(out, "mtime", time(attributes.modified()));
    }
    return out.toByteArray();
  }

  /** Seconds before 1970 count down while their fractions count up. */
  private static String time(FileMoment moment) {
    boolean between = moment.seconds() < 0 && moment.nanos() != 0;
    long whole = between ? moment.seconds() + 1 : moment.seconds();
    int nanos = between ? 1_000_000_000 - moment.nanos() : moment.nanos();
    String sign = between && whole == 0 ? "-" : "";
    return sign + whole + (nanos == 0 ? "" : String.format(Locale.ROOT, ".%09d", nanos));
  }

  private static void add(ByteArrayOutputStream out, String key, String value) {
    add(out, key, value.getBytes(US_ASCII));
  }

  /** A record names its own length, and that counts its own digits. */
  private static void add(ByteArrayOutputStream out, String key, byte[] value) {
    int rest = 1 + key.length() + 1 + value.length + 1;
    int length = rest + Integer.toString(rest).length();
    length = rest + Integer.toString(length).length();
    out.writeBytes((length + " " + key + "=").getBytes(US_ASCII));
    out.writeBytes(value);
    out.write('\n');
  }

  private static byte[] block(
      byte[] name, char flag, Attributes attributes, long size, byte[] target) {
    byte[] block = new byte[BLOCK];
    System.arraycopy(name, 0, block, 0, name.length);
    octal(block, 100, 8, attributes.mode() & 07777L);
    octal(block, 108, 8, within(number(attributes.owner()), OWNER_MAX));
    octal(block, 116, 8, within(number(attributes.group()), OWNER_MAX));
    octal(block, 124, 12, within(size, SIZE_MAX));
    long modified = attributes.modified().seconds();
    octal(block, 136, 12, fitsTime(modified) ? modified : 0);
    block[156] = (byte) flag;
    System.arraycopy(target, 0, block, 157, fits(target) ? target.length : 0);
    System.arraycopy("ustar\00000".getBytes(US_ASCII), 0, block, 257, 8);
    octal(block, 329, 8, 0);
    octal(block, 337, 8, 0);
    checksum(block);
    return block;
  }

  private static void checksum(byte[] block) {
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte one : block) {
      sum += Byte.toUnsignedInt(one);
    }
    octal(block, 148, 7, sum);
  }

  /** Digits that fill the field but for the zero byte at its end. */
  private static void octal(byte[] block, int at, int width, long number) {
    long rest = number;
    for (int i = at + width - 2; i >= at; i--) {
      block[i] = (byte) ('0' + (rest & 7));
      rest >>>= 3;
    }
    block[at + width - 1] = 0;
  }

  /** Old readers see a name that nobody could take for another's; all others read the long one. */
  private static byte[] shortened(byte[] path) {
    byte[] name = ("lull-" + Integer.toHexString(Arrays.hashCode(path))).getBytes(US_ASCII);
    return path[path.length - 1] == '/'
        ? (new String(name, US_ASCII) + "/").getBytes(US_ASCII)
        : name;
  }

  private static boolean fits(byte[] name) {
    if (name.length > NAME_MAX) {
      return false;
    }
    for (byte one : name) {
      if (one < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean fitsTime(long seconds) {
    return seconds >= 0 && seconds <= SIZE_MAX;
  }

  private static long within(long number, long most) {
    return number > most ? 0 : number;
  }

  private static long number(int unsigned) {
    return Integer.toUnsignedLong(unsigned);
  }
}
