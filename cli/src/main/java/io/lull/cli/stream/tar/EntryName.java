package io.lull.cli.stream.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.protocol.value.Visible;
import java.net.URI;
import java.nio.file.Path;

/**
 * The name of an entry, below the directory that it is put into and nowhere else.
 *
 * <p>The name of a file is bytes and not text, so that one that is no UTF-8, or that this locale
 * cannot say, still gets back the name that it had.
 *
 * @param raw each byte as one character
 */
public record EntryName(String raw) {
  private static final String RESERVED = ".lull/";
  private static final int LENGTH_MAX = 4096;

  /** Refuses what would lead out of the directory, or be another spelling of the same place. */
  public EntryName {
    boolean good = !raw.isEmpty() && raw.length() <= LENGTH_MAX && raw.indexOf(0) < 0;
    for (String part : raw.split("/", -1)) {
      good &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
    }
    if (!good) {
      throw new MalformedTarException(
          "expected an entry with a relative name without empty, '.' or '..' parts, but got '"
              + shown(raw)
              + "'");
    }
  }

  /**
   * A name as text, in which a byte that is no UTF-8 is the half of a pair, U+DC00 and the byte.
   */
  public static EntryName of(String text) {
    StringBuilder raw = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      if (point >= 0xdc80 && point <= 0xdcff) {
        raw.append((char) (point - 0xdc00));
      } else {
        raw.append(new String(Character.toString(point).getBytes(UTF_8), ISO_8859_1));
      }
      i += Character.charCount(point);
    }
    return new EntryName(raw.toString());
  }

  /** Whether it is for whoever restores, and no file of the application. */
  public boolean isReserved() {
    return raw.startsWith(RESERVED) || raw.equals(".lull");
  }

  /** The same as a path that leads nowhere else. */
  public Path below(Path directory) {
    return directory.resolve(path(raw));
  }

  /** Bytes as a path, whatever this locale can say. */
  public static Path path(String raw) {
    boolean absolute = raw.startsWith("/");
    StringBuilder encoded = new StringBuilder(absolute ? "file://" : "file:///");
    for (byte b : raw.getBytes(ISO_8859_1)) {
      boolean plain =
          b == '/'
              || b == '-'
              || b == '.'
              || b == '_'
              || (b >= '0' && b <= '9')
              || (b >= 'A' && b <= 'Z')
              || (b >= 'a' && b <= 'z');
      if (plain) {
        encoded.append((char) b);
      } else {
        encoded.append("%%%02X".formatted(b & 0xff));
      }
    }
    Path path = Path.of(URI.create(encoded.toString()));
    return absolute ? path : Path.of("/").relativize(path);
  }

  /** As people see it. */
  @Override
  public String toString() {
    return Visible.of(text());
  }

  /** As a manifest has it, as far as a name is a text. */
  public String text() {
    return new String(raw.getBytes(ISO_8859_1), UTF_8);
  }

  public byte[] bytes() {
    return raw.getBytes(ISO_8859_1);
  }

  /** Whether it can be written as text and is the same again. */
  public boolean isText() {
    return of(text()).equals(this);
  }

  private static String shown(String raw) {
    String cut = raw.length() > 80 ? raw.substring(0, 80) + "…" : raw;
    return Visible.of(new String(cut.getBytes(ISO_8859_1), UTF_8));
  }
}
