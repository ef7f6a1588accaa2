package io.lull.acceptance.real;

import io.lull.writer.database.ServerProcess;
import io.lull.writer.mariadb.TestMariadb;
import io.lull.writer.postgres.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/** The purses that a server keeps which speaks SQL. */
final class SqlPurse {
  private static final String MARIADB_LOG = "--innodb-log-file-size=8M";

  private SqlPurse() {}

  static Purse postgres(Path volume) throws Exception {
    ServerProcess.give(volume, "postgres");
    TestPostgres server = TestPostgres.create(volume);
    server.sql(
        "CREATE TABLE purse (hand int PRIMARY KEY, money bigint NOT NULL)",
        "INSERT INTO purse SELECT hand, 0 FROM generate_series(0, %d) hand"
            .formatted(Purse.HANDS - 1));
    return new Purse() {
      @Override
      public Path volume() {
        return volume;
      }

      @Override
      public String writer() throws Exception {
        return settings("postgres", server.settings(), volume);
      }

      @Override
      public Hand hand(int number) throws Exception {
        return SqlPurse.hand(
            server.connect("boss"), "UPDATE purse SET money = money + ? WHERE hand = ?", number);
      }

      @Override
      public long count(Path copy) throws Exception {
        // A copy that no writer prepared looks as if its server ran; whoever restores it knows.
        Files.deleteIfExists(copy.resolve("data/postmaster.pid"));
        try (TestPostgres restored = TestPostgres.open(copy.resolve("data"))) {
          return restored.number("SELECT sum(money) FROM purse");
        }
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }

  static Purse mariadb(Path volume) throws Exception {
    ServerProcess.give(volume, "mysql");
    TestMariadb server = TestMariadb.create(volume, "data", MARIADB_LOG);
    server.sql(
        "USE shop",
        "CREATE TABLE purse (hand int PRIMARY KEY, money bigint NOT NULL) ENGINE=InnoDB",
        "INSERT INTO purse SELECT seq, 0 FROM seq_0_to_%d".formatted(Purse.HANDS - 1));
    return new Purse() {
      @Override
      public Path volume() {
        return volume;
      }

      @Override
      public String writer() throws Exception {
        return settings("mariadb", server.settings("user", "lull"), volume);
      }

      @Override
      public Hand hand(int number) throws Exception {
        return SqlPurse.hand(
            server.connect(), "UPDATE shop.purse SET money = money + ? WHERE hand = ?", number);
      }

      @Override
      public long count(Path copy) throws Exception {
        try (TestMariadb restored = TestMariadb.open(copy.resolve("data"), MARIADB_LOG)) {
          return Long.parseLong(restored.value("SELECT sum(money) FROM shop.purse"));
        }
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }

  private static Purse.Hand hand(Connection connection, String update, int number)
      throws Exception {
    PreparedStatement statement = connection.prepareStatement(update);
    statement.setInt(2, number);
    return new Purse.Hand() {
      @Override
      public void put(long amount) throws Exception {
        statement.setLong(1, amount);
        statement.executeUpdate();
      }

      @Override
      public void close() throws SQLException {
        connection.close();
      }
    };
  }

  static String settings(String kind, Map<String, String> settings, Path volume) {
    return "kind = %s, behind = alone/front, volumes = \"%s\", %s"
        .formatted(kind, volume, RealNode.settings(settings));
  }
}
