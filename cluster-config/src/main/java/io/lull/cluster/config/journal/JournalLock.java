package io.lull.cluster.config.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.kernel.OpenLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The right of one process to use the embedded journal, for as long as the process lives.
 *
 * <p>It lies beside the journal and not in it, because SQLite locks its own file as it needs. It is
 * a lock of this one opening: a provider of the node may copy the directory that it lies in.
 */
final class JournalLock implements AutoCloseable {
  private final OpenLock lock;

  private JournalLock(OpenLock lock) {
    this.lock = lock;
  }

  /** Locks the journal, whose directory is made if need be. */
  static JournalLock of(Path journal) {
    Path absolute = journal.toAbsolutePath().normalize();
    Path file = absolute.resolveSibling(absolute.getFileName() + ".lock");
    try {
      Files.createDirectories(absolute.getParent());
      OpenLock lock = OpenLock.attempt(file).orElseThrow(() -> refused(absolute, file));
      Files.writeString(file, Long.toString(ProcessHandle.current().pid()), UTF_8);
      return new JournalLock(lock);
    } catch (IOException failed) {
      throw new JournalException("to lock the journal " + absolute, failed);
    }
  }

  private static JournalException refused(Path journal, Path file) {
    return new JournalException(
        "expected to be the only process that uses the embedded journal "
            + journal
            + ", but "
            + holder(file)
            + "; coordinators on several nodes need lull.journal.profile = postgres");
  }

  private static String holder(Path file) {
    String holder;
    try {
      holder = Files.readString(file, UTF_8).strip();
    } catch (IOException unreadable) {
      holder = "";
    }
    if (holder.equals(Long.toString(ProcessHandle.current().pid()))) {
      return "this process itself uses it already";
    }
    return "process " + (holder.isEmpty() ? "of unknown number" : holder) + " does";
  }

  @Override
  public void close() {
    lock.close();
  }
}
