package io.lull.writer.source.tar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.kernel.FileMoment;
import io.lull.kernel.FileStat;
import io.lull.kernel.Name;

/**
 * One entry of an archive, as it was pinned.
 *
 * @param name relative and without a slash at its end
 * @param size of a file; 0 of anything else
 * @param target where a link leads; empty for anything else
 */
public record TarEntry(
    Name name, Kind kind, Attributes attributes, long size, Name target, TarContent content) {
  private static final TarContent NONE = TarContent.of(new byte[0]);
  private static final Name NOWHERE = Name.of("");

  /** What an entry can be. */
  public enum Kind {
    FILE('0'),
    LINK('2'),
    DIRECTORY('5');

    private final char flag;

    Kind(char flag) {
      this.flag = flag;
    }

    char flag() {
      return flag;
    }
  }

  /** Whose a file is, who may use it, and of when it is. */
  public record Attributes(int mode, int owner, int group, FileMoment modified) {
    public static Attributes of(FileStat stat) {
      return new Attributes(stat.permissions(), stat.owner(), stat.group(), stat.modification());
    }
  }

  public TarEntry {
    byte[] bytes = name.bytes();
    if (bytes.length == 0 || bytes[0] == '/' || bytes[bytes.length - 1] == '/') {
      throw new IllegalArgumentException("expected a relative name, but got \"" + name + "\"");
    }
    if (size < 0) {
      throw new IllegalArgumentException("expected a size of 0 or more, but got " + size);
    }
  }

  public static TarEntry file(Name name, Attributes attributes, long size, TarContent content) {
    return new TarEntry(name, Kind.FILE, attributes, size, NOWHERE, content);
  }

  /** A file whose content is in memory. */
  public static TarEntry text(String name, Attributes attributes, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return file(Name.of(name), attributes, bytes.length, TarContent.of(bytes));
  }

  public static TarEntry directory(Name name, Attributes attributes) {
    return new TarEntry(name, Kind.DIRECTORY, attributes, 0, NOWHERE, NONE);
  }

  public static TarEntry link(Name name, Attributes attributes, Name target) {
    return new TarEntry(name, Kind.LINK, attributes, 0, target, NONE);
  }
}
