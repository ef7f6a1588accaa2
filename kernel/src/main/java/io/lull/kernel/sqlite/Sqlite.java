package io.lull.kernel.sqlite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One connection to a database that is there already. It never waits for a lock: what somebody else
 * has locked is busy. To be used by one thread at a time.
 */
public final class Sqlite implements AutoCloseable {
  private static final int OK = 0;
  private static final int ERROR = 1;
  private static final int ROW = 100;
  private static final int DONE = 101;
  // For reading and writing; the name may lead through no link; codes say all there is to say.
  private static final int OPEN = 0x2 | 0x01000000 | 0x02000000;
  private static final int CREATE = 0x4;
  private static final int PASSIVE = 0;
  private static final int NO_CHECKPOINT_ON_CLOSE = 1006;
  private static final int HAS_MOVED = 20;

  private final SqliteLibrary library;
  private final String name;
  private MemorySegment connection;

  /** Found once; a library that is installed later is found by the next process. */
  private static final class Found {
    private static final Optional<SqliteLibrary> LIBRARY;
    private static final String WHY_NOT;

    static {
      Optional<SqliteLibrary> library = Optional.empty();
      String whyNot = "";
      try {
        library = Optional.of(SqliteLibrary.load(SqliteLibrary.FILE));
      } catch (UnsupportedOperationException missing) {
        whyNot = String.valueOf(missing.getMessage());
      }
      LIBRARY = library;
      WHY_NOT = whyNot;
    }
  }

  private Sqlite(SqliteLibrary library, String name, MemorySegment connection) {
    this.library = library;
    this.name = name;
    this.connection = connection;
  }

  /** Why this machine has no library that can be used, and what to do; empty if it has one. */
  public static Optional<String> missing() {
    return Found.LIBRARY.isPresent() ? Optional.empty() : Optional.of(Found.WHY_NOT);
  }

  /**
   * Opens a database for reading and writing; or for reading only, if nothing else is allowed.
   *
   * @throws UnsupportedOperationException if {@link #missing} says why
   */
  public static Sqlite open(String path) throws SqliteException {
    return open(path, OPEN);
  }

  /** As {@link #open}, of a database that is not there yet and has nothing in it. */
  public static Sqlite create(String path) throws SqliteException {
    return open(path, OPEN | CREATE);
  }

  private static Sqlite open(String path, int flags) throws SqliteException {
    SqliteLibrary library =
        Found.LIBRARY.orElseThrow(() -> new UnsupportedOperationException(Found.WHY_NOT));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment place = arena.allocate(ADDRESS);
      int code =
          (int)
              library.open.invokeExact(arena.allocateFrom(path), place, flags, MemorySegment.NULL);
      // Also one that could not be opened has to be closed, unless there was no memory for it.
      Sqlite opened = new Sqlite(library, path, place.get(ADDRESS, 0));
      if (code != OK) {
        SqliteException refused = opened.failed("opening " + path, code);
        opened.close();
        throw refused;
      }
      return opened;
    } catch (SqliteException | Error failed) {
      throw failed;
    } catch (Throwable impossible) {
      throw impossible(impossible);
    }
  }

  /** Has statements done whose rows nobody wants. */
  public void execute(String sql) throws SqliteException {
    call(
        sql,
        arena ->
            (int)
                library.exec.invokeExact(
                    opened(),
                    arena.allocateFrom(sql),
                    MemorySegment.NULL,
                    MemorySegment.NULL,
                    MemorySegment.NULL));
  }

  /** The first column of every row of a statement, as text. */
  public List<String> values(String sql) throws SqliteException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment place = arena.allocate(ADDRESS);
      call(
          sql,
          _ ->
              (int)
                  library.prepare.invokeExact(
                      opened(), arena.allocateFrom(sql), -1, place, MemorySegment.NULL));
      return rows(sql, place.get(ADDRESS, 0));
    }
  }

  private List<String> rows(String sql, MemorySegment statement) throws SqliteException {
    List<String> values = new ArrayList<>();
    try {
      int code = (int) library.step.invokeExact(statement);
      while (code == ROW) {
        values.add(text((MemorySegment) library.text.invokeExact(statement, 0)));
        code = (int) library.step.invokeExact(statement);
      }
      if (code != DONE) {
        throw failed(sql, code);
      }
      return values;
    } catch (SqliteException | Error failed) {
      throw failed;
    } catch (Throwable impossible) {
      throw impossible(impossible);
    } finally {
      attempt(() -> (int) library.finish.invokeExact(statement));
    }
  }

  /**
   * How far a log is in its database.
   *
   * @param logged how many frames of whole transactions the log has; -1 if there is no log
   * @param done how many of them the database has as well
   */
  public record Progress(int logged, int done) {}

  /** Brings into the database what its log has of it, as far as that disturbs nobody. */
  public Progress advance() throws SqliteException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment logged = arena.allocate(JAVA_INT);
      MemorySegment done = arena.allocate(JAVA_INT);
      call(
          "a checkpoint",
          _ ->
              (int)
                  library.checkpoint.invokeExact(
                      opened(), MemorySegment.NULL, PASSIVE, logged, done));
      return new Progress(logged.get(JAVA_INT, 0), done.get(JAVA_INT, 0));
    }
  }

  /**
   * As {@link #advance}.
   *
   * @return whether nothing is left in the log that is not in the database as well
   */
  public boolean checkpoint() throws SqliteException {
    Progress progress = advance();
    return progress.logged() == progress.done();
  }

  /**
   * Begins to copy all of this database over another one, which nobody else may use meanwhile. What
   * is copied is of one moment: if somebody writes between two steps, it begins anew, unless this
   * connection is in a transaction.
   */
  public Copy copyInto(Sqlite target) throws SqliteException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment main = arena.allocateFrom("main");
      MemorySegment copy =
          (MemorySegment) library.copyBegin.invokeExact(target.opened(), main, opened(), main);
      if (copy.equals(MemorySegment.NULL)) {
        throw target.failed("copying " + name, ERROR);
      }
      return new Copy(target, copy);
    } catch (SqliteException | RuntimeException | Error failed) {
      throw failed;
    } catch (Throwable impossible) {
      throw impossible(impossible);
    }
  }

  /** A copy that is under way. */
  public final class Copy implements AutoCloseable {
    private final Sqlite target;
    private MemorySegment copy;

    private Copy(Sqlite target, MemorySegment copy) {
      this.target = target;
      this.copy = copy;
    }

    /**
     * Copies some pages; what is busy can be tried again.
     *
     * @return whether that was all
     */
    public boolean step(int pages) throws SqliteException {
      int code = attempt(() -> (int) library.copyStep.invokeExact(copy, pages));
      if (code != OK && code != DONE) {
        throw target.failed("copying " + name, code);
      }
      return code == DONE;
    }

    @Override
    public void close() {
      MemorySegment ended = copy;
      copy = MemorySegment.NULL;
      if (!ended.equals(MemorySegment.NULL)) {
        attempt(() -> (int) library.copyEnd.invokeExact(ended));
      }
    }
  }

  /** From here on {@link #close} writes nothing: the log stays as it is. */
  public void keepLogOnClose() throws SqliteException {
    call(
        "keeping the log",
        arena ->
            (int)
                library.configure.invokeExact(
                    opened(), NO_CHECKPOINT_ON_CLOSE, 1, arena.allocate(JAVA_INT)));
  }

  /** Whether a transaction is open, as none is that an error has ended. */
  public boolean inTransaction() {
    return attempt(() -> (int) library.autocommit.invokeExact(opened())) == 0;
  }

  /** Whether the database may only be read by this process. */
  public boolean isReadOnly() {
    return attempt(() -> (int) library.readOnly.invokeExact(opened(), MemorySegment.NULL)) == 1;
  }

  /** Whether its name leads to another file by now, or to none. */
  public boolean hasMoved() throws SqliteException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment moved = arena.allocate(JAVA_INT);
      call(
          "looking whether it was moved",
          _ -> (int) library.control.invokeExact(opened(), MemorySegment.NULL, HAS_MOVED, moved));
      return moved.get(JAVA_INT, 0) != 0;
    }
  }

  /** The library does not look what it is given, and would end the process. */
  private MemorySegment opened() {
    if (connection.equals(MemorySegment.NULL)) {
      throw new IllegalStateException("expected an open database, but " + name + " is closed");
    }
    return connection;
  }

  /** Ends its transaction, if there is one, and drops its locks. */
  @Override
  public void close() {
    MemorySegment open = connection;
    connection = MemorySegment.NULL;
    attempt(() -> (int) library.close.invokeExact(open));
  }

  /** One call; what it needs lives in the arena. */
  @FunctionalInterface
  private interface Call {
    int make(Arena arena) throws Throwable;
  }

  /** One call that cannot fail. */
  @FunctionalInterface
  private interface Plain {
    int make() throws Throwable;
  }

  private void call(String what, Call call) throws SqliteException {
    int code;
    try (Arena arena = Arena.ofConfined()) {
      code = call.make(arena);
    } catch (RuntimeException | Error failed) {
      throw failed;
    } catch (Throwable impossible) {
      throw impossible(impossible);
    }
    if (code != OK) {
      throw failed(what + " on " + name, code);
    }
  }

  private static int attempt(Plain call) {
    try {
      return call.make();
    } catch (RuntimeException | Error failed) {
      throw failed;
    } catch (Throwable impossible) {
      throw impossible(impossible);
    }
  }

  private SqliteException failed(String what, int code) {
    try {
      MemorySegment message = (MemorySegment) library.message.invokeExact(connection);
      return new SqliteException(what, code, text(message));
    } catch (RuntimeException | Error failed) {
      throw failed;
    } catch (Throwable impossible) {
      throw impossible(impossible);
    }
  }

  @SuppressWarnings("restricted")
  private static String text(MemorySegment address) {
    return address.equals(MemorySegment.NULL)
        ? ""
        : address.reinterpret(Long.MAX_VALUE).getString(0);
  }

  private static IllegalStateException impossible(Throwable thrown) {
    return new IllegalStateException("expected to call SQLite", thrown);
  }

  @Override
  public String toString() {
    return name;
  }
}
