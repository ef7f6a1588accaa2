package io.lull.cluster.config.journal;

import java.sql.SQLException;

/** The journal cannot be used; the message says why in a sentence for an administrator. */
public final class JournalException extends RuntimeException {
  JournalException(String message) {
    super(message);
  }

  JournalException(String expected, Exception cause) {
    super("expected " + expected + ", but " + cause.getMessage(), cause);
  }

  /** What is done with a connection, and may fail as such things do. */
  interface Work<T> {
    T with() throws SQLException;
  }

  static <T> T named(String expected, Work<T> work) {
    try {
      return work.with();
    } catch (SQLException failed) {
      throw new JournalException(expected, failed);
    }
  }
}
