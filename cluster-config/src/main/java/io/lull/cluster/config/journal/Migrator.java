package io.lull.cluster.config.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Brings the schema of a journal to what this version needs: all of it, or nothing. */
final class Migrator {
  private static final String HISTORY =
      "CREATE TABLE IF NOT EXISTS lull_schema"
          + " (version INTEGER PRIMARY KEY, name VARCHAR(64) NOT NULL, checksum BIGINT NOT NULL)";

  private final JournalProfile profile;
  private final List<String> migrations;

  Migrator(JournalProfile profile, List<String> migrations) {
    this.profile = profile;
    this.migrations = migrations;
  }

  void migrate(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      if (!profile.lockSchema().isEmpty()) {
        statement.execute(profile.lockSchema());
      }
      statement.execute(HISTORY);
      Map<Integer, Long> applied = applied(statement);
      if (applied.size() > migrations.size()) {
        throw new JournalException(
            "expected a journal of schema version "
                + migrations.size()
                + " or lower, but a newer Lull has brought it to "
                + applied.size());
      }
      for (int version = 1; version <= migrations.size(); version++) {
        apply(version, applied.get(version), connection, statement);
      }
      connection.commit();
    } catch (SQLException | RuntimeException failed) {
      connection.rollback();
      throw failed;
    }
  }

  private static Map<Integer, Long> applied(Statement statement) throws SQLException {
    Map<Integer, Long> applied = new TreeMap<>();
    try (ResultSet rows = statement.executeQuery("SELECT version, checksum FROM lull_schema")) {
      while (rows.next()) {
        applied.put(rows.getInt(1), rows.getLong(2));
      }
    }
    return applied;
  }

  private void apply(int version, @Nullable Long found, Connection connection, Statement statement)
      throws SQLException {
    String name = migrations.get(version - 1);
    String script = script("/journal/" + profile.key() + "/" + name + ".sql");
    long checksum = checksum(script);
    if (found != null) {
      if (found != checksum) {
        throw new JournalException(
            "expected the schema that migration "
                + name
                + " makes, but another one of that name"
                + " was applied");
      }
      return;
    }
    for (String part : script.replaceAll("(?m)^\\s*--.*$", "").split(";", -1)) {
      if (!part.isBlank()) {
        statement.execute(part);
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO lull_schema VALUES (?, ?, ?)")) {
      insert.setInt(1, version);
      insert.setString(2, name);
      insert.setLong(3, checksum);
      insert.executeUpdate();
    }
  }

  private static String script(String resource) {
    try (InputStream in = Migrator.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("expected the resource " + resource);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static long checksum(String script) {
    CRC32 sum = new CRC32();
    sum.update(script.getBytes(UTF_8));
    return sum.getValue();
  }
}
