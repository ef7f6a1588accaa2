package io.lull.kernel.sqlite;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import java.io.IOException;
import java.io.Serial;

/** The library refused something, and said why. */
public final class SqliteException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private static final int PERMISSION = 3;
  private static final int BUSY = 5;
  private static final int NO_MEMORY = 7;
  private static final int READ_ONLY = 8;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANNOT_OPEN = 14;
  private static final int PROTOCOL = 15;
  private static final int NOT_A_DATABASE = 26;

  private final int code;
  private final String said;

  SqliteException(String what, int code, String message) {
    this(what + ": " + message + " (SQLite " + code + ")", code);
  }

  private SqliteException(String said, int code) {
    super(said);
    this.said = said;
    this.code = code;
  }

  /** Whether somebody else has a lock now, so that the same may succeed in a moment. */
  public boolean isBusy() {
    // The second is what a log that is just being recovered or reset may end with.
    return primary() == BUSY || primary() == PROTOCOL;
  }

  /** What this means for whoever asked for a backup. */
  public Fault fault(String expected) {
    return Fault.expected(failure(), expected, said);
  }

  private Failure failure() {
    return switch (primary()) {
      case PERMISSION, READ_ONLY -> Failure.ACCESS_DENIED;
      case BUSY, PROTOCOL -> Failure.WRITER_TIMEOUT;
      case NO_MEMORY, FULL -> Failure.WRITER_OUT_OF_RESOURCES;
      case CORRUPT, CANNOT_OPEN, NOT_A_DATABASE -> Failure.WRITER_NON_RETRYABLE;
      default -> Failure.WRITER_RETRYABLE;
    };
  }

  /** Without the part that says more exactly what it was. */
  private int primary() {
    return code & 0xff;
  }
}
