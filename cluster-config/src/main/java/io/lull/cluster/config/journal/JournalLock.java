package io.lull.cluster.config.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right of one process to use the embedded journal, for as long as the process lives.
 *
 * <p>It lies beside the journal and not in it: SQLite locks its own file as it needs, and an
 * operating system forgets a lock as soon as the process closes any descriptor of that file.
 */
final class JournalLock implements AutoCloseable {
  // For the same reason this process must not even open a file that it has locked.
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private JournalLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Locks the journal, whose directory is made if need be. */
  static JournalLock of(Path journal) {
    Path absolute = journal.toAbsolutePath().normalize();
    Path file = absolute.resolveSibling(absolute.getFileName() + ".lock");
    try {
      Files.createDirectories(absolute.getParent());
      if (!HELD_HERE.add(file)) {
        throw refused(absolute, "this process itself uses it already");
      }
      try {
        return locked(absolute, file);
      } catch (IOException | RuntimeException failed) {
        HELD_HERE.remove(file);
        throw failed;
      }
    } catch (IOException failed) {
      throw new JournalException("to lock the journal " + absolute, failed);
    }
  }

  private static JournalLock locked(Path journal, Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      String holder = Files.readString(file).strip();
      channel.close();
      throw refused(
          journal, "process " + (holder.isEmpty() ? "of unknown number" : holder) + " does");
    }
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)));
    return new JournalLock(file, channel);
  }

  private static JournalException refused(Path journal, String but) {
    return new JournalException(
        "expected to be the only process that uses the embedded journal "
            + journal
            + ", but "
            + but
            + "; coordinators on several nodes need lull.journal.profile = postgres");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failed) {
      throw new JournalException("to unlock the journal", failed);
    } finally {
      HELD_HERE.remove(file);
    }
  }
}
