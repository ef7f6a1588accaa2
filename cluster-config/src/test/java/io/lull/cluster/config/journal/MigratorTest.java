package io.lull.cluster.config.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigratorTest {
  private static final List<String> FIRST = List.of("1-journal");
  private static final List<String> SECOND = List.of("1-journal", "test-more");

  @TempDir Path directory;

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("journal.db"));
  }

  private void migrate(List<String> migrations) throws SQLException {
    try (Connection connection = connect()) {
      new Migrator(JournalProfile.EMBEDDED, migrations).migrate(connection);
    }
  }

  private List<String> tables() throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Connection connection = connect();
        ResultSet rows = connection.getMetaData().getTables(null, null, "%", null)) {
      while (rows.next()) {
        tables.add(rows.getString("TABLE_NAME"));
      }
    }
    return tables;
  }

  @Test
  void each_change_is_made_once() throws SQLException {
    migrate(FIRST);
    migrate(FIRST);
    assertThat(tables())
        .contains("event_journal", "event_tag", "snapshot", "lull_schema")
        .doesNotContain("more");
    migrate(SECOND);
    migrate(SECOND);

    assertThat(tables()).contains("more");
  }

  @Test
  void the_schema_of_a_newer_version_is_left_alone() throws SQLException {
    migrate(SECOND);

    assertThatThrownBy(() -> migrate(FIRST))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("version 1 or lower, but a newer Lull has brought it to 2");
  }

  @Test
  void a_change_that_was_edited_after_it_was_made_is_found() throws SQLException {
    migrate(FIRST);
    try (Connection connection = connect()) {
      connection.createStatement().execute("UPDATE lull_schema SET checksum = checksum + 1");
    }

    assertThatThrownBy(() -> migrate(FIRST)).hasMessageContaining("1-journal");
  }

  @Test
  void a_change_that_fails_leaves_nothing_behind() throws SQLException {
    assertThatThrownBy(() -> migrate(List.of("1-journal", "test-broken")))
        .isInstanceOf(SQLException.class);

    assertThat(tables()).doesNotContain("half", "event_journal", "lull_schema");
    assertThatCode(() -> migrate(SECOND)).doesNotThrowAnyException();
  }
}
