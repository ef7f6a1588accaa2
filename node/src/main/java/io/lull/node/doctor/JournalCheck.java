package io.lull.node.doctor;

import io.lull.cluster.config.journal.JournalProfile;
import io.lull.cluster.config.settings.JournalSettings.Postgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Whether a journal in PostgreSQL is there, and keeps what it has acknowledged. */
final class JournalCheck implements Check {
  private static final String ABOUT = "journal";

  @Override
  public List<Finding> look(Patient patient) {
    if (!patient.coordinates()
        || patient.settings().journal().profile() != JournalProfile.POSTGRES) {
      return List.of();
    }
    Postgres postgres = patient.settings().journal().postgres();
    try (Connection connection = open(patient, postgres);
        Statement sql = connection.createStatement()) {
      List<Finding> found = new ArrayList<>();
      found.add(durable(sql, "fsync"));
      found.add(durable(sql, "synchronous_commit"));
      return found;
    } catch (SQLException refused) {
      // The driver's message may quote the address, which has no password in it.
      return List.of(
          Finding.fault(
              ABOUT,
              "%s does not let %s in: %s"
                  .formatted(postgres.url(), postgres.user(), refused.getMessage()),
              "start the server, or correct lull.journal.postgres"));
    }
  }

  private static Connection open(Patient patient, Postgres postgres) throws SQLException {
    Duration limit = patient.settings().journal().connectLimit();
    Properties login = new Properties();
    login.setProperty("user", postgres.user());
    login.setProperty("password", patient.config().getString("lull.journal.postgres.password"));
    String seconds = Long.toString(Math.max(1, limit.toSeconds()));
    login.setProperty("connectTimeout", seconds);
    login.setProperty("socketTimeout", seconds);
    return DriverManager.getConnection(postgres.url(), login);
  }

  private static Finding durable(Statement sql, String setting) throws SQLException {
    try (ResultSet shown = sql.executeQuery("SHOW " + setting)) {
      shown.next();
      String value = shown.getString(1);
      return value.equals("off")
          ? Finding.fault(
              ABOUT,
              "the server has " + setting + " = off, and may forget what it acknowledged",
              "switch it on for the journal: who recovers has to know whom to thaw")
          : Finding.good(ABOUT, "the server has " + setting + " = " + value);
    }
  }
}
