package io.lull.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** WAL files that SQLite itself has written, applied without it. */
class SqliteUnpackTest extends StreamScene {
  private Connection open(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static final String ROWS =
      "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000) ";

  @Test
  void all_that_was_committed_is_there_and_nothing_else() throws Exception {
    Path file = directory.resolve("orders.db");
    byte[] base;
    byte[] first;
    byte[] second;
    String expected;
    try (Connection live = open(file)) {
      run(live, "pragma journal_mode=wal", "pragma wal_autocheckpoint=0", "create table t(x, y)");
      run(live, "pragma wal_checkpoint(truncate)");
      base = Files.readAllBytes(file);
      run(live, "insert into t " + ROWS + "select i, hex(randomblob(200)) from n");
      first = Files.readAllBytes(directory.resolve("orders.db-wal"));
      run(live, "pragma wal_checkpoint(truncate)");
      run(
          live,
          "delete from t where x % 3 = 0",
          "update t set y = 'new' where x % 7 = 0",
          "vacuum");
      expected = ask(live, "select group_concat(x || y) from t");
      byte[] committed = Files.readAllBytes(directory.resolve("orders.db-wal"));
      run(live, "pragma cache_spill=1", "pragma cache_size=2", "begin");
      run(live, "insert into t " + ROWS + "select -i, hex(randomblob(300)) from n");
      second = Files.readAllBytes(directory.resolve("orders.db-wal"));
      // Pages of a transaction that was not committed are in the file already.
      assertThat(second.length).isGreaterThan(committed.length);
      run(live, "rollback");
    }
    streams.databases.put(ORDERS, Tars.tar().file("orders.db", base).end());
    streams.logs.put(1L, Tars.tar().file(".lull/wal/orders.db/9", first).end());
    streams.logs.put(2L, Tars.tar().file(".lull/wal/orders.db/10", second).end());
    good(stream());

    good(type("stream", "restore", "backups", "--to", "new"));

    assertThat(tree(directory.resolve("new"))).containsOnlyKeys("orders.db");
    try (Connection restored = open(directory.resolve("new/orders.db"))) {
      assertThat(ask(restored, "pragma integrity_check")).isEqualTo("ok");
      assertThat(ask(restored, "select group_concat(x || y) from t")).isEqualTo(expected);
    }
  }

  @Test
  void what_is_no_wal_file_is_not_applied() throws Exception {
    byte[] none = new byte[4096];
    Arrays.fill(none, (byte) 7);
    streams.databases.put(ORDERS, Tars.tar().file("orders.db", new byte[4096]).end());
    streams.logs.put(2L, Tars.tar().file(".lull/wal/orders.db/1", none).end());
    good(stream());

    var typed = type("stream", "restore", "backups", "--to", "new");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("expected a WAL file of SQLite as orders.db-wal of log 1");
    assertThat(directory.resolve("new")).doesNotExist();
  }

  @Test
  void a_wal_file_is_only_for_a_database_of_the_backup() throws Exception {
    for (String name : new String[] {"other.db/1", "../x/1", "orders.db/one", "1"}) {
      streams.databases.put(ORDERS, Tars.tar().file("orders.db", new byte[4096]).end());
      streams.logs.put(2L, Tars.tar().file(".lull/wal/" + name, new byte[32]).end());
      var streamed = stream();
      if (streamed.exit() == 0) {
        var typed = type("stream", "restore", "backups", "--to", "new");
        assertThat(typed.exit()).as(name).isEqualTo(21);
        assertThat(typed.err()).doesNotContain("Exception");
      }
      assertThat(directory.resolve("new")).doesNotExist();
    }
  }

  private static String facts(long log, String after, String to, long frames) {
    return """
    {"log":%d,"databases":[{"name":"orders.db","after":"%s","to":"%s","frames":%d}]}
    """
        .formatted(log, after, to, frames);
  }

  /** What is said when logs that say this of themselves are restored. */
  private String restoring(String first, String second) throws Exception {
    Path file = directory.resolve("live.db");
    try (Connection live = open(file)) {
      run(live, "pragma journal_mode=wal", "pragma wal_autocheckpoint=0", "create table t(x)");
      run(live, "pragma wal_checkpoint(truncate)");
      byte[] base = Files.readAllBytes(file);
      run(live, "insert into t values(1)", "insert into t values(2)");
      byte[] wal = Files.readAllBytes(directory.resolve("live.db-wal"));
      streams.databases.put(ORDERS, Tars.tar().file("orders.db", base).end());
      streams.logs.put(1L, Tars.tar().file(".lull/sqlite.json", first).end());
      streams.logs.put(
          2L,
          Tars.tar().file(".lull/wal/orders.db/2", wal).file(".lull/sqlite.json", second).end());
    }
    good(stream());
    var typed = type("stream", "restore", "backups", "--to", "new");
    assertThat(directory.resolve("new").toFile().exists()).isEqualTo(typed.exit() == 0);
    return typed.exit() + " " + typed.err();
  }

  @Test
  void a_log_that_begins_where_the_last_one_ends_is_applied() throws Exception {
    assertThat(restoring(facts(1, "aa", "bb", 0), facts(2, "bb", "cc", 2))).startsWith("0 ");
    try (Connection restored = open(directory.resolve("new/orders.db"))) {
      assertThat(ask(restored, "select sum(x) from t")).isEqualTo("3");
    }
  }

  @Test
  void a_log_that_does_not_fit_is_refused_by_its_name() throws Exception {
    assertThat(restoring(facts(1, "aa", "bb", 0), facts(2, "bc", "cc", 2)))
        .startsWith("21 ")
        .contains("log 2 of orders.db to begin where log 1 ends");
  }

  @Test
  void a_log_with_fewer_frames_than_it_had_is_refused_by_its_name() throws Exception {
    assertThat(restoring(facts(1, "aa", "bb", 0), facts(2, "bb", "cc", 3)))
        .startsWith("21 ")
        .contains("3 frames in orders.db-wal of log 2, but got 2");
  }

  @Test
  void a_log_without_the_frames_it_had_is_refused_by_its_name() throws Exception {
    assertThat(restoring(facts(1, "aa", "bb", 1), facts(2, "bb", "cc", 2)))
        .startsWith("21 ")
        .contains("frames of orders.db in log 1, but got none");
  }
}
