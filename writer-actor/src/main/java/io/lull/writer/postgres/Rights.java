package io.lull.writer.postgres;

import io.lull.writer.database.Faults;
import io.lull.writer.spi.WriterException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The least that the server must allow, asked of the server itself. */
public final class Rights {
  /** What can be needed. */
  public enum Need {
    BACKUP_MODE,
    SLOT,
    SWITCH
  }

  static final Set<Need> OF_A_WRITER = Set.of(Need.BACKUP_MODE, Need.SLOT);

  private Rights() {}

  /** Says what is missing and the statement that gives it. */
  public static void demand(Session session, String user, Set<Need> needs)
      throws SQLException, WriterException {
    List<String> missing = missing(session, "\"" + user.replace("\"", "\"\"") + "\"", needs);
    if (!missing.isEmpty()) {
      throw Faults.mend(
          "the role " + user + " to be allowed to make backups",
          "it is not; run in this database: " + String.join(" ", missing));
    }
    if (session.row("SHOW wal_level").getFirst().equals("minimal")) {
      throw Faults.mend(
          "wal_level to be replica or logical", "it is minimal, which allows no backup");
    }
    if (needs.contains(Need.SLOT)
        && session.row("SHOW max_replication_slots").getFirst().equals("0")) {
      throw Faults.mend(
          "max_replication_slots above 0", "it is 0, so that no log can be kept for the copy");
    }
    if (session.row("SELECT pg_is_in_recovery()").getFirst().equals("t")) {
      throw Faults.mend(
          "a primary server", "it is in recovery; run this writer beside its primary");
    }
  }

  private static List<String> missing(Session session, String user, Set<Need> needs)
      throws SQLException {
    List<String> missing = new ArrayList<>();
    String start =
        start(session) + (session.version() >= 15 ? "(text, boolean)" : "(text, boolean, boolean)");
    String stop = stop(session) + (session.version() >= 15 ? "(boolean)" : "(boolean, boolean)");
    if (needs.contains(Need.BACKUP_MODE) && !(mayCall(session, start) && mayCall(session, stop))) {
      missing.add("GRANT EXECUTE ON FUNCTION " + start + ", " + stop + " TO " + user + ";");
    }
    if (needs.contains(Need.SWITCH) && !mayCall(session, "pg_switch_wal()")) {
      missing.add("GRANT EXECUTE ON FUNCTION pg_switch_wal() TO " + user + ";");
    }
    if (!may(session, "pg_has_role(?, 'USAGE')", "pg_read_all_settings")) {
      missing.add("GRANT pg_read_all_settings TO " + user + ";");
    }
    if (needs.contains(Need.SLOT) && !mayReplicate(session)) {
      missing.add("ALTER ROLE " + user + " REPLICATION;");
    }
    return missing;
  }

  private static boolean mayCall(Session session, String function) throws SQLException {
    return may(session, "has_function_privilege(?, 'EXECUTE')", function);
  }

  private static boolean mayReplicate(Session session) throws SQLException {
    return session
        .row("SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user")
        .getFirst()
        .equals("t");
  }

  public static String start(Session session) {
    return session.version() >= 15 ? "pg_backup_start" : "pg_start_backup";
  }

  public static String stop(Session session) {
    return session.version() >= 15 ? "pg_backup_stop" : "pg_stop_backup";
  }

  private static boolean may(Session session, String question, String what) throws SQLException {
    return session.row("SELECT " + question, what).getFirst().equals("t");
  }
}
