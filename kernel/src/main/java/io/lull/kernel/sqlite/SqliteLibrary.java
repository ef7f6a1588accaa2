package io.lull.kernel.sqlite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** The library itself; {@link Sqlite} is how everybody else calls it. */
@SuppressWarnings("restricted")
final class SqliteLibrary {
  static final String FILE = "libsqlite3.so.0";

  private static final int CONFIG_PAGE_CACHE = 7;
  private static final int CONFIG_LOOKASIDE = 13;
  private static final Linker LINKER = Linker.nativeLinker();

  final MethodHandle open;
  final MethodHandle close;
  final MethodHandle message;
  final MethodHandle exec;
  final MethodHandle prepare;
  final MethodHandle step;
  final MethodHandle text;
  final MethodHandle finish;
  final MethodHandle checkpoint;
  final MethodHandle configure;
  final MethodHandle autocommit;
  final MethodHandle readOnly;
  final MethodHandle control;
  final MethodHandle copyBegin;
  final MethodHandle copyStep;
  final MethodHandle copyEnd;
  private final SymbolLookup symbols;

  private SqliteLibrary(SymbolLookup symbols) {
    this.symbols = symbols;
    open = handle("sqlite3_open_v2", of(ADDRESS, ADDRESS, JAVA_INT, ADDRESS));
    close = handle("sqlite3_close_v2", of(ADDRESS));
    message = handle("sqlite3_errmsg", FunctionDescriptor.of(ADDRESS, ADDRESS));
    exec = handle("sqlite3_exec", of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    prepare = handle("sqlite3_prepare_v2", of(ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));
    step = handle("sqlite3_step", of(ADDRESS));
    text = handle("sqlite3_column_text", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
    finish = handle("sqlite3_finalize", of(ADDRESS));
    checkpoint =
        handle("sqlite3_wal_checkpoint_v2", of(ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));
    configure =
        handle(
            "sqlite3_db_config",
            of(ADDRESS, JAVA_INT, JAVA_INT, ADDRESS),
            Linker.Option.firstVariadicArg(2));
    autocommit = handle("sqlite3_get_autocommit", of(ADDRESS));
    readOnly = handle("sqlite3_db_readonly", of(ADDRESS, ADDRESS));
    control = handle("sqlite3_file_control", of(ADDRESS, ADDRESS, JAVA_INT, ADDRESS));
    copyBegin =
        handle(
            "sqlite3_backup_init",
            FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    copyStep = handle("sqlite3_backup_step", of(ADDRESS, JAVA_INT));
    copyEnd = handle("sqlite3_backup_finish", of(ADDRESS));
    beSmall();
  }

  /**
   * Loads it.
   *
   * @throws UnsupportedOperationException if this machine has none that can be used
   */
  static SqliteLibrary load(String file) {
    try {
      return new SqliteLibrary(SymbolLookup.libraryLookup(file, Arena.global()));
    } catch (IllegalArgumentException missing) {
      throw new UnsupportedOperationException(
          "there is no " + file + "; install it (Debian: libsqlite3-0)", missing);
    }
  }

  /**
   * A thousand connections fit into a small process only if each takes memory when it needs it; by
   * default each sets some aside when it is opened.
   */
  private void beSmall() {
    MethodHandle lookaside =
        handle(
            "sqlite3_config", of(JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(1));
    MethodHandle pages =
        handle(
            "sqlite3_config",
            of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(1));
    try {
      var _ = (int) lookaside.invokeExact(CONFIG_LOOKASIDE, 0, 0);
      var _ = (int) pages.invokeExact(CONFIG_PAGE_CACHE, MemorySegment.NULL, 0, 0);
    } catch (Throwable impossible) {
      throw new IllegalStateException("expected to configure SQLite", impossible);
    }
  }

  private static FunctionDescriptor of(java.lang.foreign.MemoryLayout... arguments) {
    return FunctionDescriptor.of(JAVA_INT, arguments);
  }

  private MethodHandle handle(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    MemorySegment address =
        symbols
            .find(name)
            .orElseThrow(
                () ->
                    new UnsupportedOperationException(
                        FILE + " has no " + name + "; install a newer one"));
    return LINKER.downcallHandle(address, descriptor, options);
  }
}
