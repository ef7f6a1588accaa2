package io.lull.writer.mariadb;

import io.lull.writer.database.Faults;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** One connection to the server, of which every wait has a limit. */
final class Session implements AutoCloseable {
  private final Connection connection;
  private final long id;

  private Session(Connection connection, long id) {
    this.connection = connection;
    this.id = id;
  }

  static Session open(MariadbSettings settings) throws Exception {
    settings.server().isHere();
    Properties as = new Properties();
    as.setProperty("user", settings.user());
    settings.password().read().ifPresent(password -> as.setProperty("password", password));
    String millis = Long.toString(settings.timeout().toMillis());
    as.setProperty("connectTimeout", millis);
    as.setProperty("socketTimeout", millis);
    // A server must not ask for a file of this host; nobody listens between it and its own host.
    as.setProperty("allowLocalInfile", "false");
    as.setProperty("allowPublicKeyRetrieval", "true");
    Connection connection;
    try {
      connection = DriverManager.getConnection("jdbc:mariadb://" + settings.server() + "/", as);
    } catch (SQLException e) {
      throw Faults.of(
          settings.dialect().kind() + " to let " + settings.user() + " in at " + settings.server(),
          e);
    }
    Session unknown = new Session(connection, 0);
    try {
      return new Session(connection, Long.parseLong(unknown.value("SELECT CONNECTION_ID()")));
    } catch (Exception e) {
      unknown.close();
      throw Faults.of(settings.dialect().kind() + " to answer at " + settings.server(), e);
    }
  }

  /** The number by which the server knows this connection. */
  long id() {
    return id;
  }

  int major() throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion();
  }

  int minor() throws SQLException {
    return connection.getMetaData().getDatabaseMinorVersion();
  }

  /** From here on, no answer is waited for longer than this. */
  void limit(Duration limit) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, Math.clamp(limit.toMillis(), 1, 86_400_000));
  }

  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first value of the first row; empty if there is none. */
  String value(String sql) throws SQLException {
    List<String> row = row(sql);
    return row.isEmpty() ? "" : row.getFirst();
  }

  /** The first row; empty if there is none. */
  List<String> row(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      List<String> row = new ArrayList<>();
      if (answer.next()) {
        for (int i = 1; i <= answer.getMetaData().getColumnCount(); i++) {
          String text = answer.getString(i);
          row.add(text == null ? "" : text);
        }
      }
      return row;
    }
  }

  /** Closes the socket at once, also while another thread waits at it. */
  @Override
  public void close() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // There is nothing left that a second attempt could close.
    }
  }
}
