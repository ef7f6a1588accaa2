package io.lull.acceptance.real;

import io.lull.writer.database.ServerProcess;
import io.lull.writer.mariadb.TestMariadb;
import io.lull.writer.postgres.TestBouncer;
import io.lull.writer.postgres.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The purses that a server keeps which speaks SQL. */
final class SqlPurse {
  private static final String MARIADB_LOG = "--innodb-log-file-size=8M";

  private SqlPurse() {}

  static Purse postgres(Path volume) throws Exception {
    return new OfPostgres(volume, server(volume), Optional.empty());
  }

  /**
   * One that nobody reaches but through a bouncer, which is its barrier.
   *
   * @param home where the bouncer keeps its files
   * @param run where its guard notes what is paused
   */
  static Purse postgresBehindBouncer(Path volume, Path home, Path run) throws Exception {
    TestPostgres server = server(volume);
    // What the server does by itself might come into a hold, and fail the set.
    server.sql("ALTER SYSTEM SET autovacuum = off", "SELECT pg_reload_conf()");
    ServerProcess.give(home, "postgres");
    return new OfPostgres(
        volume, server, Optional.of(new Barrier(TestBouncer.before(server, home), run)));
  }

  private static TestPostgres server(Path volume) throws Exception {
    ServerProcess.give(volume, "postgres");
    TestPostgres server = TestPostgres.create(volume);
    server.sql(
        "CREATE TABLE purse (hand int PRIMARY KEY, money bigint NOT NULL)",
        "INSERT INTO purse SELECT hand, 0 FROM generate_series(0, %d) hand"
            .formatted(Purse.HANDS - 1));
    return server;
  }

  private record Barrier(TestBouncer bouncer, Path run) {}

  private record OfPostgres(Path volume, TestPostgres server, Optional<Barrier> barrier)
      implements Purse {
    @Override
    public String writer() throws Exception {
      Map<String, String> settings = new HashMap<>(server.settings());
      if (barrier.isEmpty()) {
        return settings("postgres", settings, volume);
      }
      settings.putAll(barrier.get().bouncer().settings());
      settings.put("run-directory", barrier.get().run().toString());
      return "kind = postgres, volumes = \"%s\", %s".formatted(volume, RealNode.settings(settings));
    }

    @Override
    public Hand hand(int number) throws Exception {
      Connection connection =
          barrier.isPresent() ? barrier.get().bouncer().connect() : server.connect("boss");
      return SqlPurse.hand(connection, "UPDATE purse SET money = money + ? WHERE hand = ?", number);
    }

    @Override
    public boolean inBackupMode() throws Exception {
      return server.number("SELECT count(*) FROM pg_stat_activity WHERE usename = 'lull'") > 0;
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
      barrier.ifPresent(before -> before.bouncer().close());
      server.close();
    }
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
