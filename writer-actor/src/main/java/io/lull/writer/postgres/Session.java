package io.lull.writer.postgres;

import io.lull.writer.database.Faults;
import io.lull.writer.spi.WriterException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * One connection to the server, of which every wait has a limit.
 *
 * <p>A wait that is over its limit closes the connection, and whoever closes it need not wait for
 * whoever uses it.
 */
public final class Session implements AutoCloseable {
  private final Connection connection;
  private final int version;

  private Session(Connection connection, int version) {
    this.connection = connection;
    this.version = version;
  }

  /** Connects, if it is the server itself that answers and not a proxy before it. */
  public static Session open(Access access) throws Exception {
    access.server().isHere();
    Properties as = new Properties();
    as.setProperty("user", access.user());
    access.password().read().ifPresent(password -> as.setProperty("password", password));
    as.setProperty("ApplicationName", "lull " + access.application());
    String seconds = Long.toString(Math.max(1, access.timeout().toSeconds()));
    as.setProperty("connectTimeout", seconds);
    as.setProperty("loginTimeout", "0");
    as.setProperty("socketTimeout", seconds);
    // A proxy could give the next statement to another backend; a prepared one hides that.
    as.setProperty("prepareThreshold", "0");
    Connection connection;
    try {
      connection =
          DriverManager.getConnection(
              "jdbc:postgresql://" + access.server() + "/" + access.database(), as);
    } catch (SQLException e) {
      throw Faults.of("PostgreSQL to let " + access.user() + " in at " + access.server(), e);
    }
    Session session = new Session(connection, connection.getMetaData().getDatabaseMajorVersion());
    try {
      session.isTheServer(access);
      session.limit(access.timeout());
      return session;
    } catch (Exception e) {
      session.close();
      throw Faults.of("PostgreSQL to answer at " + access.server(), e);
    }
  }

  private void isTheServer(Access access) throws SQLException, WriterException {
    // A server knows at which of its own ports it was reached; behind a proxy that is another one.
    String port = row("SELECT inet_server_port()").getFirst();
    if (!port.equals(Integer.toString(access.server().port()))) {
      throw Faults.mend(
          "the server itself at " + access.server(),
          "a proxy answers, behind which a backup may change its backend; name the server's port");
    }
  }

  /** From here on, no answer is waited for longer than this. */
  public void limit(Duration limit) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, Math.clamp(limit.toMillis(), 1, 86_400_000));
  }

  /**
   * The setting by which the server itself ends a connection that is silent, and with it all that
   * is bound to it.
   */
  public String silence() {
    return version >= 14 ? "idle_session_timeout" : "idle_in_transaction_session_timeout";
  }

  /** Opens what the server's limit needs: before 14 it knows one only for silent transactions. */
  public void begin() throws SQLException {
    if (version < 14) {
      connection.setAutoCommit(false);
    }
  }

  public int version() {
    return version;
  }

  /** The first row of the answer, as text. */
  public List<String> row(String sql, String... values) throws SQLException {
    return rows(sql, values).getFirst();
  }

  public List<List<String>> rows(String sql, String... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (ResultSet answer = statement.executeQuery()) {
        int columns = answer.getMetaData().getColumnCount();
        List<List<String>> rows = new ArrayList<>();
        while (answer.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            String text = answer.getString(i);
            row.add(text == null ? "" : text);
          }
          rows.add(row);
        }
        return rows;
      }
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
