package io.lull.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Accounts that are rows of a database of SQLite; each hand has a connection of its own. */
final class SqliteStore implements Store, AutoCloseable {
  private static final String FILE = "bank.db";

  private final String name;
  private final Path directory;
  private final List<Connection> hands = new ArrayList<>();

  SqliteStore(String name, Path directory) throws IOException, SQLException {
    this.name = name;
    this.directory = Files.createDirectories(directory);
    for (int hand = 0; hand < HANDS; hand++) {
      hands.add(open(directory));
    }
    try (Statement sql = hands.getFirst().createStatement()) {
      sql.execute("CREATE TABLE account (hand INTEGER PRIMARY KEY, money INTEGER NOT NULL)");
      for (int hand = 0; hand < HANDS; hand++) {
        sql.execute("INSERT INTO account VALUES (%d, 0)".formatted(hand));
      }
    }
  }

  private static Connection open(Path directory) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(FILE));
    try (Statement sql = connection.createStatement()) {
      // Longer than any hold, so that a backup is a short wait and not an error.
      sql.execute("PRAGMA busy_timeout = 60000");
      sql.execute("PRAGMA journal_mode = WAL");
      sql.execute("PRAGMA synchronous = NORMAL");
    }
    return connection;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Path directory() {
    return directory;
  }

  @Override
  public void put(int hand, long amount) throws SQLException {
    try (PreparedStatement sql =
        hands.get(hand).prepareStatement("UPDATE account SET money = money + ? WHERE hand = ?")) {
      sql.setLong(1, amount);
      sql.setInt(2, hand);
      sql.executeUpdate();
    }
  }

  @Override
  public void copy(Path to) throws IOException, SQLException {
    Files.createDirectories(to);
    try (Connection connection = open(directory);
        PreparedStatement sql = connection.prepareStatement("VACUUM INTO ?")) {
      sql.setString(1, to.resolve(FILE).toString());
      sql.execute();
    }
  }

  /** Of a copy of the copy: to open it with its log writes to it. */
  @Override
  public long count(Path copy) throws IOException, SQLException {
    Path scratch = Files.createTempDirectory("lull-demo-count");
    try {
      for (String end : List.of("", "-wal")) {
        Path file = copy.resolve(FILE + end);
        if (Files.exists(file)) {
          Files.copy(file, scratch.resolve(FILE + end), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      try (Connection connection = open(scratch);
          Statement sql = connection.createStatement();
          ResultSet sum = sql.executeQuery("SELECT sum(money) FROM account")) {
        sum.next();
        return sum.getLong(1);
      }
    } finally {
      Directories.remove(scratch);
    }
  }

  @Override
  public void close() throws SQLException {
    for (Connection hand : hands) {
      hand.close();
    }
  }
}
