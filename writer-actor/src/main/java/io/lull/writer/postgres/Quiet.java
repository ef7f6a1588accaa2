package io.lull.writer.postgres;

import io.lull.protocol.failure.Failure;
import io.lull.writer.database.Faults;
import io.lull.writer.spi.WriterException;
import java.sql.SQLException;
import java.util.List;

/**
 * Which transactions have ended, in the words of the server: as long as that stays the same, nobody
 * has committed anything, on whatever way he came.
 *
 * <p>A transaction that changes anything has a number, and a lock on it from before its first
 * change until after everybody can see its last. So whoever commits between two looks is found by
 * the locks, or by the numbers that are read after them.
 */
record Quiet(String ended) {
  // Those of the server itself have no user, and prepared ones have no process: nobody ends them
  // but by a transaction that would be seen.
  private static final String RUNNING =
      "SELECT a.pid FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
          + " WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted"
          + " AND a.usesysid IS NOT NULL AND a.pid <> pg_backend_pid()";
  private static final String ENDED = "SELECT txid_current_snapshot()";

  /** Looks at a server to which nobody should write now. */
  static Quiet of(Session session) throws SQLException, WriterException {
    List<List<String>> running = session.rows(RUNNING);
    if (!running.isEmpty()) {
      throw Faults.failed(
          Failure.WRITER_RETRYABLE,
          "all writes to come by the bouncer that is paused",
          "process "
              + running.getFirst().getFirst()
              + " of the server writes all the same, for a client that goes around the bouncer or"
              + " has just left it; see in pg_stat_activity whose it is");
    }
    return new Quiet(session.row(ENDED).getFirst());
  }

  /** Whether nobody has written since. */
  boolean lasts(Session session) throws SQLException {
    return session.rows(RUNNING).isEmpty() && session.row(ENDED).getFirst().equals(ended);
  }
}
