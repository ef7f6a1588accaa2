package io.lull.writer.mariadb;

import io.lull.writer.database.Faults;
import io.lull.writer.spi.WriterException;
import java.sql.SQLException;

/** The least that the server must allow, found out by doing it. */
final class Rights {
  private Rights() {}

  /**
   * Says what is missing and the statement that gives it.
   *
   * @param locks whether to take a lock that blocks nobody, and to give it back
   */
  static void demand(Session session, Dialect dialect, boolean locks)
      throws SQLException, WriterException {
    try {
      session.row(dialect.status(session.major(), session.minor()));
      if (locks) {
        session.run("SET SESSION lock_wait_timeout = 1");
        for (String statement : dialect.probe()) {
          session.run(statement);
        }
      }
      if (dialect == Dialect.MYSQL && !mayReload(session)) {
        throw missing(session, dialect);
      }
    } catch (SQLException e) {
      if (Faults.lockTimeout(e)) {
        // Somebody else makes a backup just now, which nobody waits for who may not.
        return;
      }
      if (e.getErrorCode() == 1227) {
        throw missing(session, dialect);
      }
      throw e;
    }
  }

  private static boolean mayReload(Session session) throws SQLException {
    String grants = session.value("SHOW GRANTS");
    return grants.contains("RELOAD") || grants.contains("ALL PRIVILEGES");
  }

  private static WriterException missing(Session session, Dialect dialect) throws SQLException {
    String user = session.value("SELECT CURRENT_USER()");
    int at = user.lastIndexOf('@');
    return Faults.mend(
        "the account " + user + " to be allowed to make backups",
        "it is not; run: GRANT "
            + dialect.rights()
            + " ON *.* TO '"
            + user.substring(0, at)
            + "'@'"
            + user.substring(at + 1)
            + "'");
  }
}
