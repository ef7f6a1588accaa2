package io.lull.writer.guard;

import io.lull.kernel.sqlite.Sqlite;
import io.lull.kernel.sqlite.SqliteException;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** What a {@link DatabaseProbe} does to copy databases; only in its process. */
final class DatabaseCopy {
  /** So few that who writes waits no longer than for another one who writes. */
  private static final int PAGES = 64;

  private static final int ALL_PAGES = 1 << 30;
  private static final long GROWTH_NANOS = 1_000_000_000;
  private static final long PAUSE_NANOS = 1_000_000;

  private DatabaseCopy() {}

  /** Copies each to the path that follows it. */
  static Map<Integer, Fault> copy(List<String> paths) {
    Map<Integer, Fault> faults = new TreeMap<>();
    for (int i = 0; i + 1 < paths.size(); i += 2) {
      try {
        copy(paths.get(i), paths.get(i + 1));
      } catch (SqliteException failed) {
        faults.put(i, failed.fault("a copy of the database"));
      } catch (UnsupportedOperationException missing) {
        faults.put(
            i,
            Fault.expected(
                Failure.WRITER_INFRASTRUCTURE,
                "the library of SQLite on this host",
                String.valueOf(missing.getMessage())));
      }
    }
    return faults;
  }

  private static void copy(String from, String to) throws SqliteException {
    try (Sqlite source = Sqlite.open(from);
        Sqlite target = Sqlite.create(to)) {
      // What is there after a crash is thrown away anyhow.
      target.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
      source.keepLogOnClose();
      boolean free = patiently(() -> isLogged(source));
      long began = System.nanoTime();
      try (Sqlite.Copy copy = source.copyInto(target)) {
        while (!patiently(() -> step(copy, target, free ? 0 : System.nanoTime() - began))) {
          // The next step goes on where this one ended.
        }
      }
    }
  }

  /** Whether that was all, or is wanted by nobody any more because it has lost its name. */
  private static boolean step(Sqlite.Copy copy, Sqlite target, long nanos) throws SqliteException {
    return target.hasMoved() || copy.step(pages(nanos));
  }

  /** Whether it has a log; then the copy is of the moment of this call. */
  private static boolean isLogged(Sqlite source) throws SqliteException {
    if (!source.values("PRAGMA journal_mode").equals(List.of("wal"))) {
      return false;
    }
    // One that reads is in nobody's way, and nothing that is written begins the copy anew.
    if (!source.inTransaction()) {
      source.execute("BEGIN");
    }
    var _ = source.values("PRAGMA schema_version");
    return true;
  }

  /** Something that may be busy for a moment. */
  @FunctionalInterface
  private interface Work {
    boolean done() throws SqliteException;
  }

  /** Whoever waits for all of this has set a limit to it. */
  private static boolean patiently(Work work) throws SqliteException {
    while (true) {
      try {
        return work.done();
      } catch (SqliteException failed) {
        if (!failed.isBusy()) {
          throw failed;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /**
   * Without a log a copy begins anew with every write, and would never end where there are many. So
   * it takes more and more at once, in which time who writes has to wait.
   */
  private static int pages(long nanos) {
    long doubled = nanos / GROWTH_NANOS;
    return doubled >= 24 ? ALL_PAGES : PAGES << doubled;
  }
}
