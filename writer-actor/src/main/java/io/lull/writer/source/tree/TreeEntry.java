package io.lull.writer.source.tree;

import io.lull.kernel.FileMoment;
import io.lull.kernel.FileStat;
import io.lull.kernel.FileType;
import io.lull.kernel.Name;
import io.lull.writer.source.tar.TarContent;
import io.lull.writer.source.tar.TarEntry;
import io.lull.writer.source.tar.TarEntry.Attributes;
import java.util.Objects;

/**
 * A file, directory or link below a root, as it was when it was listed.
 *
 * @param path from the root on
 * @param target where a link leads; empty for anything else
 */
public record TreeEntry(
    Name path,
    FileType type,
    Attributes attributes,
    long size,
    long device,
    long inode,
    FileMoment changed,
    Name target) {
  static TreeEntry of(Name path, FileStat stat, Name target) {
    return new TreeEntry(
        path,
        stat.type(),
        Attributes.of(stat),
        stat.type() == FileType.FILE ? stat.size() : 0,
        device(stat),
        stat.inode(),
        stat.change(),
        target);
  }

  /** As the same entry is found now; what it leads to is only known of a new listing. */
  public TreeEntry now(FileStat stat) {
    return of(path, stat, target);
  }

  /** Whether this is the same file with the same content, as far as the file system can tell. */
  public boolean sameAs(TreeEntry other) {
    return type == other.type
        && device == other.device
        && inode == other.inode
        && Objects.equals(attributes.modified(), other.attributes.modified())
        && sizeAndUse(other)
        && changed.equals(other.changed);
  }

  /** As {@link #sameAs}; but a directory changes with its list, and that is compared by itself. */
  public boolean sameDirectoryAs(TreeEntry other) {
    return type == other.type
        && device == other.device
        && inode == other.inode
        && sizeAndUse(other);
  }

  private boolean sizeAndUse(TreeEntry other) {
    return size == other.size
        && attributes.mode() == other.attributes.mode()
        && attributes.owner() == other.attributes.owner()
        && attributes.group() == other.attributes.group()
        && target.equals(other.target);
  }

  /** This entry in an archive, under this name. */
  public TarEntry in(Name name, TarContent content) {
    return switch (type) {
      case DIRECTORY -> TarEntry.directory(name, attributes);
      case LINK -> TarEntry.link(name, attributes, target);
      default -> TarEntry.file(name, attributes, size, content);
    };
  }

  private static long device(FileStat stat) {
    return (long) stat.identity().deviceMajor() << 32
        | Integer.toUnsignedLong(stat.identity().deviceMinor());
  }
}
