package io.lull.writer.source.sqlite.wal;

import io.lull.kernel.sqlite.Sqlite;
import io.lull.kernel.sqlite.SqliteException;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.writer.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One database whose WAL nobody can begin anew before its frames are in a log.
 *
 * <p>A WAL is begun anew by a writer that finds all of it in the database, and nobody who reads by
 * one of its read marks 1 to 4. A transaction of ours that reads by one of them is thus a hold. One
 * that was begun when all frames were in the database reads by mark 0: then a writer may begin the
 * WAL anew; but as long as somebody has mark 0 nothing more is brought into the database, so that
 * it can be done only for frames that were there when ours began. Hence the one rule here: a
 * transaction that reads by mark 0 may be the hold only if all frames were in logs when it was
 * begun. Whoever has the lock of the writer can make sure of that; and so does a transaction before
 * it, whose mark is not above what is in logs: nothing above its mark has been brought into the
 * database.
 *
 * <p>Also while this process has the database open, the last connection of the application that is
 * closed does not remove the WAL, and the application cannot leave this journal mode.
 */
final class HeldDatabase implements AutoCloseable {
  private static final long PAUSE_NANOS = 1_000_000;
  private static final int LOOKS = 1000;

  private final String name;
  private final Path wal;
  private final Sqlite writer;
  private final Sqlite checkpointer;
  private Sqlite reader;
  private Sqlite spare;
  private final WriterLease lease;
  private boolean locked;
  private long before;

  private HeldDatabase(String name, Path path, Sqlite[] connections, WriterLease lease) {
    this.name = name;
    this.lease = lease;
    this.wal = path.resolveSibling(path.getFileName() + "-wal");
    this.writer = connections[0];
    this.checkpointer = connections[1];
    this.reader = connections[2];
    this.spare = connections[3];
  }

  /** Opens a database; nothing is held yet. */
  static HeldDatabase open(String name, Path path, WriterLease lease, long until)
      throws IOException, SourceException {
    Sqlite[] connections = new Sqlite[4];
    boolean done = false;
    try {
      for (int i = 0; i < connections.length; i++) {
        Sqlite opened = Sqlite.open(path.toString());
        connections[i] = opened;
        opened.keepLogOnClose();
        List<String> mode =
            patiently(until, () -> Optional.of(opened.values("PRAGMA journal_mode"))).orElseThrow();
        if (!mode.equals(List.of("wal"))) {
          throw new SourceException(
              Fault.expected(
                  Failure.WRITER_NON_RETRYABLE,
                  "a database in WAL mode as " + path + ", because of logs = wal",
                  "its journal mode is "
                      + String.join("", mode)
                      + "; have its application set PRAGMA journal_mode=WAL, or set logs = none"));
        }
        // Only who has read knows that there is a WAL.
        var _ = patiently(until, () -> Optional.of(opened.values("PRAGMA schema_version")));
      }
      done = true;
      return new HeldDatabase(name, path, connections, lease);
    } finally {
      for (Sqlite connection : connections) {
        if (!done && connection != null) {
          connection.close();
        }
      }
    }
  }

  String name() {
    return name;
  }

  /**
   * Whether its WAL takes more of the application's disk than that, and more than when the
   * application was last free to begin it anew. SQLite writes over a file of one, and does not make
   * it smaller.
   */
  boolean hasOutgrown(long limit) throws IOException {
    return walBytes() > Math.max(limit, before);
  }

  private long walBytes() throws IOException {
    return Files.exists(wal) ? Files.size(wal) : 0;
  }

  /** Whether its name leads to another file by now, or to none. */
  boolean hasMoved() throws SqliteException {
    return reader.hasMoved();
  }

  /** Keeps writers out for a moment, if that can be had until then. */
  boolean lock(long until) throws SqliteException {
    locked =
        tried(
                until,
                () -> {
                  writer.execute("BEGIN IMMEDIATE");
                  return Optional.of(true);
                })
            .isPresent();
    if (locked) {
      lease.begin(name, System.nanoTime());
    }
    return locked;
  }

  /** Begins the hold; only with the lock. */
  void hold(long until) throws IOException {
    read(reader, until);
    before = walBytes();
  }

  private static void read(Sqlite connection, long until) throws SqliteException {
    if (!connection.inTransaction()) {
      connection.execute("BEGIN");
    }
    var _ = patiently(until, () -> Optional.of(connection.values("PRAGMA schema_version")));
  }

  /** Where its WAL ends now; only with the lock. */
  WalPosition end(long until) throws IOException {
    int logged = logged(until);
    if (logged == 0) {
      return WalPosition.NONE;
    }
    try (WalFrames frames = frames()) {
      return frames.at(logged);
    }
  }

  private WalFrames frames() throws IOException {
    return WalFrames.open(wal)
        .orElseThrow(() -> new IOException("expected frames in " + wal + ", but there are none"));
  }

  /** Whether what lies before a position is what lay before it; only with the lock and held. */
  boolean goesOnAt(WalPosition position, long until) throws IOException {
    try (WalFrames frames = WalFrames.open(wal).orElse(null)) {
      return frames != null
          && frames.has(position)
          && !position.equals(WalPosition.NONE)
          && logged(until) >= position.frames();
    }
  }

  /**
   * Copies what was committed since, from this position on or from the beginning of a WAL that was
   * begun since. How far frames count SQLite itself is asked: behind them lie frames that a dead
   * process has left, and the next one writes over them.
   *
   * @return where that ends
   */
  WalPosition copy(WalPosition from, WalCopy out, long until) throws IOException {
    for (int look = 0; look < LOOKS; look++) {
      try (WalFrames frames = WalFrames.open(wal).orElse(null)) {
        int logged = logged(until);
        WalPosition start = start();
        // Between two looks at the same header lies a number of frames of that WAL, or of one that
        // follows it and to which nothing was committed yet.
        if (start.equals(frames == null ? WalPosition.NONE : frames.start())) {
          return copied(from, frames, logged, out);
        }
      }
    }
    throw new IOException("expected " + wal + " to be still for a moment, but it never was");
  }

  /**
   * As {@link #copy}, with the lock for as long as it may be kept, and then without it.
   *
   * @param until when writers have waited long enough
   * @param atLast when this is given up
   */
  WalPosition copyRest(WalPosition from, WalCopy out, long until, long atLast) throws IOException {
    if (locked) {
      try {
        return copy(from, out, until);
      } catch (SqliteException failed) {
        if (!failed.isBusy()) {
          throw failed;
        }
        unlock();
      }
    }
    return copy(from, out, atLast);
  }

  /** Where its WAL begins; only while it is held. */
  WalPosition start() throws IOException {
    try (WalFrames frames = WalFrames.open(wal).orElse(null)) {
      return frames == null ? WalPosition.NONE : frames.start();
    }
  }

  private WalPosition copied(WalPosition from, @Nullable WalFrames frames, int logged, WalCopy out)
      throws IOException {
    if (frames == null) {
      if (logged > 0) {
        throw new IOException("expected " + logged + " frames in " + wal + ", but it is empty");
      }
      return from;
    }
    boolean same = frames.start().sameWal(from);
    if (same && !frames.has(from)) {
      throw new IOException("expected " + wal + " to have " + from.text() + ", but it has not");
    }
    WalPosition begin = same ? from : frames.start();
    return logged > begin.frames() ? frames.read(begin, logged, out) : from;
  }

  /**
   * Lets more of the WAL be brought into the database, without the lock of the writer: the next
   * transaction holds before the last one ends.
   */
  void advance(long until) throws SqliteException {
    read(spare, until);
    Sqlite next = spare;
    spare = reader;
    reader = next;
    spare.execute("ROLLBACK");
    var _ = logged(until);
  }

  /**
   * Ends the lock. If there was one, the next writer can begin the WAL anew; only when all frames
   * are in logs.
   */
  void release(long until) throws IOException {
    if (locked) {
      reader.execute("ROLLBACK");
      // Where somebody else does the same, the WAL is begun anew another time.
      var _ = tried(until, () -> Optional.of(checkpointer.advance()));
      read(reader, until);
      before = walBytes();
      unlock();
    }
  }

  /** Lets writers write again; the hold stays as it is. */
  void unlock() throws SqliteException {
    if (locked) {
      locked = false;
      writer.execute("ROLLBACK");
      lease.end(name);
    }
  }

  /** How many frames count; to learn it, some of them are brought into the database. */
  private int logged(long until) throws SqliteException {
    int logged = patiently(until, () -> Optional.of(checkpointer.advance().logged())).orElseThrow();
    return Math.max(0, logged);
  }

  /** Something that may be busy for a moment. */
  @FunctionalInterface
  private interface Work<T> {
    Optional<T> done() throws SqliteException;
  }

  private static <T> Optional<T> patiently(long until, Work<T> work) throws SqliteException {
    while (true) {
      try {
        return work.done();
      } catch (SqliteException failed) {
        if (!failed.isBusy() || System.nanoTime() - until > 0) {
          throw failed;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** The same; empty if it was busy all the time. */
  private static <T> Optional<T> tried(long until, Work<T> work) throws SqliteException {
    try {
      return patiently(until, work);
    } catch (SqliteException failed) {
      if (failed.isBusy()) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  /** Ends what it holds: its connections take their locks and transactions with them. */
  @Override
  public void close() {
    writer.close();
    lease.end(name);
    spare.close();
    reader.close();
    checkpointer.close();
  }
}
