package io.lull.provider.tree;

import io.lull.kernel.AttributeCalls;
import io.lull.kernel.Errno;
import io.lull.kernel.FileCalls;
import io.lull.kernel.FileStat;
import io.lull.kernel.FileType;
import io.lull.kernel.Name;
import io.lull.kernel.SystemCallException;
import java.util.List;

/**
 * Owners, extended attributes, modes and times, in this order: a new owner takes bits of the mode
 * away, attributes set by it hold access lists, which are part of the mode, and times change last.
 */
final class Metadata {
  private static final int PERMISSIONS = 0x1ff;
  private static final Name DEFAULT_ACCESS = Name.of("system.posix_acl_default");
  private static final Name ACCESS = Name.of("system.posix_acl_access");
  // What btrfs keeps of a file for itself; no other file system has a use for it.
  private static final String OF_BTRFS = "btrfs.";

  private final Self self;
  private final boolean sameFileSystem;

  Metadata(Self self, boolean sameFileSystem) {
    this.self = self;
    this.sameFileSystem = sameFileSystem;
  }

  /** The mode to make a file with; the kernel takes the mask away from it. */
  static int newMode(FileStat stat) {
    return stat.permissions() & PERMISSIONS;
  }

  /** A file that was made by {@link #newMode} in a directory of our own. */
  void fresh(FileCalls calls, int from, int to, FileStat stat) throws SystemCallException {
    AttributeCalls attributes = calls.attributes();
    boolean others = stat.owner() != self.owner() || stat.group() != self.group();
    if (others) {
      attributes.owner(to, stat.owner(), stat.group());
    }
    List<Name> names = attributes.names(from);
    set(attributes, from, to, names);
    if (others || !names.isEmpty() || (newMode(stat) & ~self.mask()) != stat.permissions()) {
      attributes.mode(to, stat.permissions());
    }
    attributes.times(to, stat);
  }

  /** A file or directory that may have had another owner, other attributes and another mode. */
  void again(FileCalls calls, int from, int to, FileStat stat) throws SystemCallException {
    AttributeCalls attributes = calls.attributes();
    attributes.owner(to, stat.owner(), stat.group());
    List<Name> names = attributes.names(from);
    for (Name old : attributes.names(to)) {
      if (!names.contains(old)) {
        attributes.remove(to, old);
      }
    }
    set(attributes, from, to, names);
    attributes.mode(to, stat.permissions());
    attributes.times(to, stat);
  }

  private void set(AttributeCalls attributes, int from, int to, List<Name> names)
      throws SystemCallException {
    for (Name name : names) {
      if (isKept(name)) {
        try {
          attributes.set(to, name, attributes.value(from, name));
        } catch (SystemCallException failed) {
          ignoreGone(failed);
        }
      }
    }
  }

  /** What cannot be opened without a consequence: a link, a pipe, a socket, a device. */
  void special(FileCalls calls, int place, int directory, Name name, FileStat stat)
      throws SystemCallException {
    AttributeCalls attributes = calls.attributes();
    attributes.owner(directory, name, stat.owner(), stat.group());
    Name from = AttributeCalls.place(place);
    List<Name> names = attributes.names(from);
    if (!names.isEmpty()) {
      int made = calls.openPlace(directory, name);
      try {
        Name to = AttributeCalls.place(made);
        for (Name attribute : names) {
          attributes.set(to, attribute, attributes.value(from, attribute));
        }
      } finally {
        calls.close(made);
      }
    }
    if (stat.type() != FileType.LINK) {
      attributes.mode(directory, name, stat.permissions());
    }
    attributes.times(directory, name, stat);
  }

  /** Makes a directory of a copy one in which files are made as they are made anywhere. */
  void open(FileCalls calls, int directory) throws SystemCallException {
    AttributeCalls attributes = calls.attributes();
    for (Name name : attributes.names(directory)) {
      if (name.equals(DEFAULT_ACCESS) || name.equals(ACCESS)) {
        attributes.remove(directory, name);
      }
    }
    attributes.owner(directory, self.owner(), self.group());
    attributes.mode(directory, 0700);
  }

  private boolean isKept(Name name) {
    return sameFileSystem || !name.toString().startsWith(OF_BTRFS);
  }

  private static void ignoreGone(SystemCallException failed) throws SystemCallException {
    if (!failed.is(Errno.ENODATA)) {
      throw failed;
    }
  }
}
