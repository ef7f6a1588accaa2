package io.lull.writer.postgres;

import io.lull.writer.database.Faults;
import io.lull.writer.spi.WriterException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The least that the server must allow, asked of the server itself. */
final class Rights {
  private Rights() {}

  /** Says what is missing and the statement that gives it. */
  static void demand(Session session, String user) throws SQLException, WriterException {
    String start =
        start(session) + (session.version() >= 15 ? "(text, boolean)" : "(text, boolean, boolean)");
    String stop = stop(session) + (session.version() >= 15 ? "(boolean)" : "(boolean, boolean)");
    String quoted = "\"" + user.replace("\"", "\"\"") + "\"";
    List<String> missing = new ArrayList<>();
    if (!may(session, "has_function_privilege(?, 'EXECUTE')", start)
        || !may(session, "has_function_privilege(?, 'EXECUTE')", stop)) {
      missing.add("GRANT EXECUTE ON FUNCTION " + start + ", " + stop + " TO " + quoted + ";");
    }
    if (!may(session, "pg_has_role(?, 'USAGE')", "pg_read_all_settings")) {
      missing.add("GRANT pg_read_all_settings TO " + quoted + ";");
    }
    if (!session
        .row("SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user")
        .getFirst()
        .equals("t")) {
      missing.add("ALTER ROLE " + quoted + " REPLICATION;");
    }
    if (!missing.isEmpty()) {
      throw Faults.mend(
          "the role " + user + " to be allowed to make backups",
          "it is not; run in this database: " + String.join(" ", missing));
    }
    if (session.row("SHOW wal_level").getFirst().equals("minimal")) {
      throw Faults.mend(
          "wal_level to be replica or logical", "it is minimal, which allows no backup");
    }
    if (session.row("SHOW max_replication_slots").getFirst().equals("0")) {
      throw Faults.mend(
          "max_replication_slots above 0", "it is 0, so that no log can be kept for the copy");
    }
    if (session.row("SELECT pg_is_in_recovery()").getFirst().equals("t")) {
      throw Faults.mend(
          "a primary server", "it is in recovery; run this writer beside its primary");
    }
  }

  static String start(Session session) {
    return session.version() >= 15 ? "pg_backup_start" : "pg_start_backup";
  }

  static String stop(Session session) {
    return session.version() >= 15 ? "pg_backup_stop" : "pg_stop_backup";
  }

  private static boolean may(Session session, String question, String what) throws SQLException {
    return session.row("SELECT " + question, what).getFirst().equals("t");
  }
}
