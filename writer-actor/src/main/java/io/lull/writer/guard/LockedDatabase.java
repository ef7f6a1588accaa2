package io.lull.writer.guard;

import io.lull.kernel.FileCalls;
import io.lull.kernel.FileMoment;
import io.lull.kernel.FileStat;
import io.lull.kernel.SystemCallException;
import io.lull.kernel.sqlite.Sqlite;
import io.lull.kernel.sqlite.SqliteException;
import io.lull.protocol.failure.Failure;
import java.util.Optional;

/**
 * One database of a hold, and the connection with its write lock.
 *
 * <p>The transaction that has the lock writes nothing, and neither its end nor that of the
 * connection does: both may come while the file system takes no writes.
 */
final class LockedDatabase implements AutoCloseable {
  private final Database database;
  private final Sqlite connection;
  private Optional<Trace> trace = Optional.empty();
  private boolean closed;

  /** What changes with every write: of the log if there is one, else of the database itself. */
  private record Trace(String file, long inode, long size, FileMoment modification) {
    static Trace of(FileCalls calls, String file) throws SystemCallException {
      FileStat stat = calls.stat(file);
      return new Trace(file, stat.inode(), stat.size(), stat.modification());
    }

    boolean isLeft(FileCalls calls) {
      try {
        return of(calls, file).equals(this);
      } catch (SystemCallException gone) {
        return false;
      }
    }
  }

  private LockedDatabase(Database database, Sqlite connection) {
    this.database = database;
    this.connection = connection;
  }

  static LockedDatabase open(Database database, FileCalls calls) throws GuardException {
    database.demand(calls);
    try {
      Sqlite connection = Sqlite.open(database.path());
      LockedDatabase opened = new LockedDatabase(database, connection);
      try {
        opened.prepare();
        return opened;
      } catch (SqliteException | GuardException | RuntimeException unfit) {
        opened.close();
        throw unfit;
      }
    } catch (SqliteException failed) {
      throw new GuardException(failed.fault("to open the database " + database.path()));
    } catch (UnsupportedOperationException missing) {
      throw GuardException.expected(
          Failure.WRITER_INFRASTRUCTURE,
          "the library of SQLite on this host",
          String.valueOf(missing.getMessage()));
    }
  }

  private void prepare() throws SqliteException, GuardException {
    if (connection.isReadOnly()) {
      throw GuardException.expected(
          Failure.ACCESS_DENIED,
          "to be allowed to write to " + database.path() + ", without which it cannot be locked",
          "it may only be read; run the node as its owner or as root");
    }
    connection.keepLogOnClose();
  }

  /** Takes the write lock; false if somebody else has a lock that is in its way. */
  boolean tryLock(FileCalls calls) throws GuardException {
    try {
      if (database.demand(calls).size() == 0) {
        // Whoever begins to write to an empty database makes its first page, and a journal for it.
        connection.execute("PRAGMA journal_mode=MEMORY");
      }
      connection.execute("BEGIN IMMEDIATE");
      return true;
    } catch (SqliteException failed) {
      if (failed.isBusy()) {
        return false;
      }
      throw new GuardException(failed.fault("to lock the database " + database.path()));
    }
  }

  void unlock() {
    try {
      if (!closed && connection.inTransaction()) {
        connection.execute("ROLLBACK");
      }
    } catch (SqliteException stays) {
      // Closing the connection ends whatever it has.
      close();
    }
  }

  /** Remembers what must not change from here on. */
  void watch(FileCalls calls) throws GuardException {
    try {
      if (connection.hasMoved()) {
        throw database.changed();
      }
      database.demand(calls);
      trace = Optional.of(Trace.of(calls, log(calls)));
    } catch (SqliteException failed) {
      throw new GuardException(failed.fault("to look at the database " + database.path()));
    } catch (SystemCallException failed) {
      throw new GuardException(failed.fault("to look at the database " + database.path()));
    }
  }

  /** There is a log if and only if the database is in that mode, once somebody has opened it. */
  private String log(FileCalls calls) {
    String log = database.path() + "-wal";
    try {
      var _ = calls.stat(log);
      return log;
    } catch (SystemCallException none) {
      return database.path();
    }
  }

  /**
   * Whether nobody can have written to it. Besides the lock it asks for what the lock cannot know:
   * programs that write without SQLite, or that tell it not to lock.
   */
  boolean stands(FileCalls calls) {
    try {
      return !closed
          && trace.isPresent()
          && connection.inTransaction()
          && !connection.hasMoved()
          && database.demand(calls).identity().equals(database.identity())
          && trace.get().isLeft(calls);
    } catch (SqliteException | GuardException unknown) {
      return false;
    }
  }

  Database database() {
    return database;
  }

  @Override
  public void close() {
    closed = true;
    connection.close();
  }
}
