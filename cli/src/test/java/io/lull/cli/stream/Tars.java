package io.lull.cli.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Archives for tests, also such as no source would make. */
final class Tars {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static Tars tar() {
    return new Tars();
  }

  static String raw(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  Tars file(String name, byte[] content) {
    return file(name, content, 0600);
  }

  Tars file(String name, String content) {
    return file(name, content.getBytes(UTF_8), 0600);
  }

  Tars file(String name, byte[] content, int mode) {
    return entry(name, '0', "", content, content.length, mode);
  }

  Tars directory(String name, int mode) {
    return entry(name + "/", '5', "", new byte[0], 0, mode);
  }

  Tars link(String name, String to) {
    return entry(name, '2', to, new byte[0], 0, 0777);
  }

  /** An entry as it is said, with a name of at most 100 bytes or in an extended header. */
  Tars entry(String name, char type, String link, byte[] content, long size, int mode) {
    byte[] path = raw(name).getBytes(ISO_8859_1);
    if (path.length > 100 || !name.chars().allMatch(c -> c < 0x7f)) {
      pax("path", raw(name));
    }
    header(path, type, link, size, mode);
    out.writeBytes(content);
    out.writeBytes(new byte[(512 - content.length % 512) % 512]);
    return this;
  }

  /** An extended header for what follows; each byte of the value as one character. */
  Tars pax(String key, String value) {
    String rest = " " + key + "=" + value + "\n";
    int length = rest.length() + 1;
    while (Integer.toString(length).length() + rest.length() != length) {
      length++;
    }
    byte[] record = (length + rest).getBytes(ISO_8859_1);
    header("pax".getBytes(UTF_8), 'x', "", record.length, 0600);
    out.writeBytes(record);
    out.writeBytes(new byte[(512 - record.length % 512) % 512]);
    return this;
  }

  private void header(byte[] name, char type, String link, long size, int mode) {
    byte[] header = new byte[512];
    System.arraycopy(name, 0, header, 0, Math.min(100, name.length));
    put(header, 100, "%07o".formatted(mode));
    put(header, 108, "%07o".formatted(0));
    put(header, 116, "%07o".formatted(0));
    put(header, 124, "%011o".formatted(size));
    put(header, 136, "%011o".formatted(1_700_000_000L));
    header[156] = (byte) type;
    put(header, 157, raw(link));
    put(header, 257, "ustar\u000000");
    int sum = 8 * ' ';
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\u0000 ".formatted(sum));
    out.writeBytes(header);
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }

  byte[] end() {
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }

  byte[] cut(int bytes) {
    byte[] all = end();
    return Arrays.copyOf(all, all.length - bytes);
  }
}
