package io.lull.provider.tree;

import io.lull.kernel.DirectoryEntry;
import io.lull.kernel.Errno;
import io.lull.kernel.FileCalls;
import io.lull.kernel.FileType;
import io.lull.kernel.Name;
import io.lull.kernel.SystemCallException;
import io.lull.provider.tree.Crew.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where directories go that are not wanted any more: to move one costs nothing, however much is in
 * it. Emptied level by level, so that no depth and no length of a path keeps anything alive.
 */
final class Trash {
  private final int directory;
  private final AtomicLong number = new AtomicLong();

  /**
   * @param directory an open one, on the file system of what is thrown away
   */
  Trash(int directory) {
    this.directory = directory;
  }

  /** Takes a name away, whatever it stands for; one that is gone is done. */
  void take(FileCalls calls, int from, Name name) throws SystemCallException {
    try {
      calls.remove(from, name);
    } catch (SystemCallException failed) {
      if (failed.is(Errno.EISDIR) || failed.is(Errno.EPERM)) {
        move(calls, from, name);
      } else if (!failed.is(Errno.ENOENT)) {
        throw failed;
      }
    }
  }

  private Name move(FileCalls calls, int from, Name name) throws SystemCallException {
    while (true) {
      Name moved = Name.of("lull-" + number.incrementAndGet());
      try {
        calls.rename(from, name, directory, moved);
        return moved;
      } catch (SystemCallException failed) {
        if (failed.is(Errno.ENOENT)) {
          return moved;
        }
        // A name may be left from an earlier life.
        if (!failed.is(Errno.ENOTEMPTY) && !failed.is(Errno.EEXIST) && !failed.is(Errno.ENOTDIR)) {
          throw failed;
        }
      }
    }
  }

  /** Removes all that is in it, with what the others of a crew can help. */
  void empty(Worker worker) throws IOException {
    List<DirectoryEntry> entries = new ArrayList<>();
    worker.calls().list(directory, entries);
    for (DirectoryEntry entry : entries) {
      if (entry.type() == FileType.DIRECTORY) {
        worker.add(next -> removeDirectory(next, entry.name()));
      } else {
        take(worker.calls(), directory, entry.name());
      }
    }
  }

  private void removeDirectory(Worker worker, Name name) throws IOException {
    worker.check();
    FileCalls calls = worker.calls();
    int inside;
    try {
      inside = calls.openDirectory(directory, name);
    } catch (SystemCallException failed) {
      if (failed.is(Errno.ENOENT) || failed.is(Errno.ENOTDIR)) {
        take(calls, directory, name);
        return;
      }
      throw failed;
    }
    try {
      List<DirectoryEntry> entries = new ArrayList<>();
      calls.list(inside, entries);
      for (DirectoryEntry entry : entries) {
        worker.check();
        if (entry.type() == FileType.DIRECTORY) {
          Name moved = move(calls, inside, entry.name());
          worker.add(next -> removeDirectory(next, moved));
        } else {
          take(calls, inside, entry.name());
        }
      }
    } finally {
      calls.close(inside);
    }
    try {
      calls.removeDirectory(directory, name);
    } catch (SystemCallException failed) {
      if (!failed.is(Errno.ENOENT)) {
        throw failed;
      }
    }
  }
}
