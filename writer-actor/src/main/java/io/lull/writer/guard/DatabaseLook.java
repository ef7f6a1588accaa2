package io.lull.writer.guard;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lull.kernel.sqlite.Sqlite;
import io.lull.kernel.sqlite.SqliteException;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** What a {@link DatabaseProbe} does; only in its process. */
final class DatabaseLook {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(US_ASCII);
  // The bytes that SQLite locks: whoever reads has one of them, and so has all the while whoever
  // has a database with a log open.
  private static final long LOCKS = 0x40000000;
  private static final long LOCKS_SIZE = 512;
  // A commit waits for the disk, and where that is busy it takes some seconds.
  private static final long PATIENCE_NANOS = 10_000_000_000L;
  private static final long PAUSE_NANOS = 10_000_000;
  private static final Path PROC = Path.of("/proc");

  private final boolean checkpoint;
  private final Map<Integer, Fault> faults = new TreeMap<>();
  private final Map<Integer, Fault> busy = new LinkedHashMap<>();

  /**
   * Looks for what stands in the way of a lock.
   *
   * @param checkpoint whether to bring what is in the log into the database as well
   */
  DatabaseLook(boolean checkpoint) {
    this.checkpoint = checkpoint;
  }

  /** One thing that is done with an open database. */
  @FunctionalInterface
  private interface Work {
    Optional<Fault> of(Sqlite database) throws SqliteException;
  }

  /** What somebody has locked just now is looked at again, as a commit is over in a moment. */
  Map<Integer, Fault> look(List<String> paths) {
    long until = System.nanoTime() + PATIENCE_NANOS;
    for (int i = 0; i < paths.size(); i++) {
      look(i, paths.get(i));
    }
    while (!busy.isEmpty() && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(PAUSE_NANOS);
      for (int i : List.copyOf(busy.keySet())) {
        look(i, paths.get(i));
      }
    }
    faults.putAll(busy);
    return faults;
  }

  private void look(int number, String path) {
    busy.remove(number);
    try {
      if (!isDatabase(Path.of(path))) {
        faults.put(
            number,
            Fault.expected(
                Failure.WRITER_NON_RETRYABLE,
                "an SQLite database",
                "the file does not begin like one, or it is encrypted; name databases only"));
        return;
      }
      open(path, this::look).ifPresent(fault -> faults.put(number, fault));
    } catch (SqliteException failed) {
      if (failed.isBusy()) {
        busy.put(
            number,
            Fault.expected(
                Failure.WRITER_RETRYABLE,
                "a database that can be read",
                "somebody keeps it locked; end what writes to it in locking_mode=EXCLUSIVE"));
      } else {
        faults.put(number, failed.fault("a database that can be read"));
      }
    } catch (IOException failed) {
      faults.put(
          number,
          Fault.expected(Failure.WRITER_RETRYABLE, "a file that can be read", failed.toString()));
    }
  }

  private static boolean isDatabase(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] head = in.readNBytes(MAGIC.length);
      // One that nobody has written to yet has nothing in it.
      return head.length == 0 || Arrays.equals(head, MAGIC);
    }
  }

  private Optional<Fault> look(Sqlite database) throws SqliteException {
    if (database.isReadOnly()) {
      return Optional.of(
          Fault.expected(
              Failure.ACCESS_DENIED,
              "to be allowed to write to it, without which it cannot be locked",
              "it may only be read; run the node as its owner or as root"));
    }
    // The log and its index stay, so that a freeze does not have to make them.
    database.keepLogOnClose();
    var _ = database.values("PRAGMA schema_version");
    try {
      var _ = checkpoint && database.checkpoint();
    } catch (SqliteException failed) {
      if (!failed.isBusy()) {
        throw failed;
      }
      // Somebody else does the same just now.
    }
    return Optional.empty();
  }

  static Map<Integer, Fault> check(List<String> paths) {
    Map<Integer, Fault> faults = new TreeMap<>();
    for (int i = 0; i < paths.size(); i++) {
      try {
        int number = i;
        open(paths.get(i), DatabaseLook::check).ifPresent(fault -> faults.put(number, fault));
      } catch (SqliteException failed) {
        faults.put(i, notWhole(String.valueOf(failed.getMessage())));
      }
    }
    return faults;
  }

  private static Optional<Fault> check(Sqlite database) throws SqliteException {
    List<String> said = database.values("PRAGMA integrity_check(3)");
    return said.equals(List.of("ok"))
        ? Optional.empty()
        : Optional.of(notWhole(String.join("; ", said)));
  }

  private static Fault notWhole(String but) {
    return Fault.expected(Failure.WRITER_RECOVERY_FAILED, "a database that is whole", but);
  }

  private static Optional<Fault> open(String path, Work work) throws SqliteException {
    try (Sqlite database = Sqlite.open(path)) {
      return work.of(database);
    } catch (UnsupportedOperationException missing) {
      return Optional.of(
          Fault.expected(
              Failure.WRITER_INFRASTRUCTURE,
              "the library of SQLite on this host",
              String.valueOf(missing.getMessage())));
    }
  }

  /** By the descriptors of all processes that can be seen, and by the locks of the others. */
  static Map<Integer, Fault> findUsers(List<String> paths) throws IOException {
    Map<Map<String, Object>, Integer> numbers = new HashMap<>();
    for (int i = 0; i < paths.size(); i++) {
      numbers.put(file(Path.of(paths.get(i))), i);
    }
    numbers.remove(Map.of());
    Map<Integer, Fault> faults = new TreeMap<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        openBy(process, numbers, faults);
      }
    }
    for (int number : numbers.values()) {
      if (!faults.containsKey(number) && isLocked(Path.of(paths.get(number)))) {
        faults.put(number, inUse("a process that cannot be seen from here"));
      }
    }
    return faults;
  }

  private static void openBy(
      Path process, Map<Map<String, Object>, Integer> numbers, Map<Integer, Fault> faults) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        Integer number = numbers.get(file(descriptor));
        if (number != null) {
          faults.putIfAbsent(number, inUse("process " + process.getFileName()));
        }
      }
    } catch (IOException goneOrNotAllowed) {
      // Its locks may still be seen.
    }
  }

  private static Fault inUse(String by) {
    return Fault.expected(
        Failure.WRITER_NON_RETRYABLE,
        "a database that nobody uses before its files are put back",
        by + " has it open; stop that program");
  }

  /** Which file a name leads to; nothing is opened for it. Empty if it leads nowhere. */
  private static Map<String, Object> file(Path path) {
    try {
      return Files.readAttributes(path, "unix:dev,ino");
    } catch (IOException gone) {
      return Map.of();
    }
  }

  private static boolean isLocked(Path path) throws IOException {
    try (FileChannel file =
            FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = file.tryLock(LOCKS, LOCKS_SIZE, false)) {
      return lock == null;
    }
  }
}
