package io.lull.provider.tree;

import io.lull.kernel.DirectoryEntry;
import io.lull.kernel.Errno;
import io.lull.kernel.FileCalls;
import io.lull.kernel.FileStat;
import io.lull.kernel.FileType;
import io.lull.kernel.Name;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.failure.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The open directory in which one provider keeps its copies on one file system. Nobody else may
 * enter it: so what lies in it is what was put there.
 */
final class Store implements AutoCloseable {
  /** Where copies lie at the top of a file system, if nothing else is said. */
  static final String USUAL = ".lull";

  private static final String REMOVED = ".removed";
  private static final int OTHERS = 0x3f;
  private static final int ATTEMPTS = 10;

  private final FileCalls calls;
  private final Path path;
  private final FileKey base;
  private final int directory;

  private Store(FileCalls calls, Path path, FileKey base, int directory) {
    this.calls = calls;
    this.path = path;
    this.base = base;
    this.directory = directory;
  }

  /**
   * Opens a store, which is made if it is not there.
   *
   * @param base the directory of all stores of a file system
   */
  static Store make(FileCalls calls, Path base, String provider) throws IOException {
    int above = calls.openDirectory(parent(base));
    try {
      int own = own(calls, above, name(base), base);
      try {
        int inner = own(calls, own, Name.of(provider), base.resolve(provider));
        return new Store(
            calls, base.resolve(provider), FileKey.of(calls.stat(own).identity()), inner);
      } finally {
        calls.close(own);
      }
    } finally {
      calls.close(above);
    }
  }

  /** Opens a store; empty if there is none, or if it is somebody else's. */
  static Optional<Store> find(FileCalls calls, Path base, String provider) throws IOException {
    try {
      int own = calls.openDirectory(base.toString());
      try {
        FileStat stat = calls.stat(own);
        if (!isOurs(stat)) {
          return Optional.empty();
        }
        int inner = calls.openDirectory(own, Name.of(provider));
        return Optional.of(
            new Store(calls, base.resolve(provider), FileKey.of(stat.identity()), inner));
      } finally {
        calls.close(own);
      }
    } catch (SystemCallException none) {
      if (Visit.isGone(none) || none.is(Errno.EACCES)) {
        return Optional.empty();
      }
      throw none;
    }
  }

  /** The directory of all stores of a file system, if it is there and ours. */
  static Optional<FileKey> key(FileCalls calls, Path base) throws IOException {
    try {
      int own = calls.openDirectory(base.toString());
      try {
        FileStat stat = calls.stat(own);
        return isOurs(stat) ? Optional.of(FileKey.of(stat.identity())) : Optional.empty();
      } finally {
        calls.close(own);
      }
    } catch (SystemCallException none) {
      return Optional.empty();
    }
  }

  private static int own(FileCalls calls, int above, Name name, Path shown) throws IOException {
    boolean made = true;
    try {
      calls.makeDirectory(above, name, 0700);
    } catch (SystemCallException failed) {
      if (!failed.is(Errno.EEXIST)) {
        throw failed;
      }
      made = false;
    }
    int opened = calls.openDirectory(above, name);
    if (made) {
      // It may have a group, a mode and access lists of the directory above.
      new Metadata(Self.now(), true).open(calls, opened);
    }
    if (!isOurs(calls.stat(opened))) {
      calls.close(opened);
      throw new TreeException(
          Failure.ACCESS_DENIED,
          shown + " to belong to this process and to be closed to others",
          "somebody else owns it or may enter it");
    }
    return opened;
  }

  private static boolean isOurs(FileStat stat) throws IOException {
    return stat.type() == FileType.DIRECTORY
        && stat.owner() == Self.now().owner()
        && (stat.permissions() & OTHERS) == 0;
  }

  private static String parent(Path base) {
    Path parent = base.toAbsolutePath().getParent();
    return parent == null ? "/" : parent.toString();
  }

  private static Name name(Path base) {
    Path name = base.getFileName();
    return Name.of(name == null ? "" : name.toString());
  }

  Path path() {
    return path;
  }

  /** Which directory must not be copied, because copies lie in it. */
  FileKey base() {
    return base;
  }

  /** What is in it: copies by their names, and what is being removed. */
  List<String> names() throws IOException {
    List<DirectoryEntry> entries = new ArrayList<>();
    calls.list(directory, entries);
    return entries.stream()
        .filter(entry -> entry.type() == FileType.DIRECTORY)
        .map(entry -> entry.name().toString())
        .toList();
  }

  CopyFiles make(String name) throws IOException {
    try {
      calls.makeDirectory(directory, Name.of(name), 0700);
    } catch (SystemCallException failed) {
      if (!failed.is(Errno.EEXIST)) {
        throw failed;
      }
    }
    return new CopyFiles(calls, path.resolve(name), calls.openDirectory(directory, Name.of(name)));
  }

  Optional<CopyFiles> find(String name) throws IOException {
    try {
      return Optional.of(
          new CopyFiles(calls, path.resolve(name), calls.openDirectory(directory, Name.of(name))));
    } catch (SystemCallException failed) {
      if (failed.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  /** Whether this is what an earlier removal has left. */
  static boolean isRemoved(String name) {
    return name.endsWith(REMOVED);
  }

  /**
   * Removes a copy, whole or half. It has no marker from the first moment on: a crash leaves
   * something to be removed and nothing that could be taken for a copy.
   */
  void remove(String name, int threads, Stop stop) throws IOException, InterruptedException {
    String removed = isRemoved(name) ? name : name + REMOVED;
    empty(removed, threads, stop);
    if (!name.equals(removed)) {
      try {
        calls.rename(directory, Name.of(name), directory, Name.of(removed));
      } catch (SystemCallException failed) {
        if (!failed.is(Errno.ENOENT)) {
          throw failed;
        }
      }
      empty(removed, threads, stop);
    }
  }

  private void empty(String name, int threads, Stop stop) throws IOException, InterruptedException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      int opened;
      try {
        opened = calls.openDirectory(directory, Name.of(name));
      } catch (SystemCallException failed) {
        if (failed.is(Errno.ENOENT)) {
          return;
        }
        throw failed;
      }
      try {
        Crew.work(threads, stop, new Trash(opened)::empty);
      } finally {
        calls.close(opened);
      }
      try {
        calls.removeDirectory(directory, Name.of(name));
      } catch (SystemCallException failed) {
        if (!failed.is(Errno.ENOTEMPTY) || attempt == ATTEMPTS) {
          throw failed;
        }
      }
    }
  }

  @Override
  public void close() {
    calls.close(directory);
  }
}
