package io.lull.writer.database;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;

/** What a database's refusal means for whoever asked for a backup. */
public final class Faults {
  private Faults() {}

  /** The server was asked for this, and answered otherwise or not at all. */
  public static WriterException of(String expected, Exception thrown) {
    return switch (thrown) {
      case WriterException known -> known;
      case SQLException sql -> failed(failure(sql), expected, said(sql));
      case SocketTimeoutException late ->
          failed(Failure.WRITER_TIMEOUT, expected, "the server did not answer in time");
      case IOException io -> failed(Failure.WRITER_RETRYABLE, expected, io.toString());
      default -> failed(Failure.UNEXPECTED_WRITER_ERROR, expected, thrown.toString());
    };
  }

  public static WriterException failed(Failure failure, String expected, String but) {
    return new WriterException(Fault.expected(failure, expected, but));
  }

  /** Something that only an administrator can mend, and how. */
  public static WriterException mend(String expected, String but) {
    return failed(Failure.WRITER_NON_RETRYABLE, expected, but);
  }

  /** Whether a connection is gone: then all that was bound to it is gone as well. */
  public static boolean connectionLost(SQLException thrown) {
    String state = state(thrown);
    return state.startsWith("08") || state.startsWith("57P0") || late(thrown);
  }

  /** Whether a lock was waited for in vain, or no longer. */
  public static boolean lockTimeout(SQLException thrown) {
    return thrown.getErrorCode() == 1205 || thrown.getErrorCode() == 1317;
  }

  private static Failure failure(SQLException thrown) {
    String state = state(thrown);
    if (late(thrown) || lockTimeout(thrown) || state.equals("57014")) {
      return Failure.WRITER_TIMEOUT;
    }
    if (state.startsWith("53")) {
      return Failure.WRITER_OUT_OF_RESOURCES;
    }
    if (state.startsWith("28") || state.startsWith("42")) {
      return Failure.WRITER_NON_RETRYABLE;
    }
    return Failure.WRITER_RETRYABLE;
  }

  private static boolean late(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  private static String said(SQLException thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : message;
  }

  private static String state(SQLException thrown) {
    return thrown.getSQLState() == null ? "" : thrown.getSQLState();
  }
}
