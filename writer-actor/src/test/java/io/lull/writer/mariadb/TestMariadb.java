package io.lull.writer.mariadb;

import io.lull.kernel.test.Ports;
import io.lull.kernel.test.Real;
import io.lull.writer.database.Calls;
import io.lull.writer.database.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A MariaDB server of a test; its administrator is let in, the writer's account has a password. */
public final class TestMariadb implements AutoCloseable {
  static final String PASSWORD = "very-secret-word";

  private static final String USER = "mysql";

  private final Path data;
  private final int port;
  private final List<String> options;
  private ServerProcess process;

  private TestMariadb(Path data, int port, List<String> options) {
    this.data = data;
    this.port = port;
    this.options = options;
  }

  public static void need() {
    Real.needCommand("mariadbd");
  }

  /** A new one below this directory, which the server's user owns. */
  public static TestMariadb create(Path directory, String name, String... options)
      throws Exception {
    Path data = directory.resolve(name);
    List<String> install =
        new ArrayList<>(
            List.of(
                "mariadb-install-db",
                "--no-defaults",
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db"));
    install.addAll(List.of(options));
    ServerProcess.runAs(USER, install);
    TestMariadb server = open(data, options);
    server.sql(
        "CREATE USER lull@localhost IDENTIFIED BY '" + PASSWORD + "'",
        "GRANT RELOAD, BINLOG MONITOR ON *.* TO lull@localhost",
        "CREATE DATABASE shop");
    return server;
  }

  /** A server on data that is there, such as a copy. */
  public static TestMariadb open(Path data, String... options) throws Exception {
    TestMariadb server = new TestMariadb(data, Ports.free(), List.of(options));
    server.start();
    return server;
  }

  void start() throws Exception {
    Path log = data.resolveSibling(data.getFileName() + ".log");
    Files.writeString(log, "", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    List<String> command =
        new ArrayList<>(
            List.of(
                "mariadbd",
                "--no-defaults",
                "--datadir=" + data,
                "--port=" + port,
                "--socket=" + data.resolveSibling(port + ".sock"),
                "--bind-address=127.0.0.1",
                "--server-id=1",
                "--log-bin=" + data.resolve("log-bin"),
                "--innodb-buffer-pool-size=16M",
                // Only processes are killed here; the machine keeps its power.
                "--innodb-flush-method=nosync"));
    command.addAll(options);
    process = ServerProcess.start(USER, log, command);
    process.await(
        () -> {
          try (Connection connection = connect()) {
            return connection.isValid(1);
          }
        });
  }

  void restart() throws Exception {
    process.end("TERM");
    start();
  }

  ServerProcess process() {
    return process;
  }

  Path data() {
    return data;
  }

  int port() {
    return port;
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:" + port + "/?connectTimeout=2000", "root", "");
  }

  public void sql(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  public String value(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(query)) {
      return answer.next() ? answer.getString(1) : "";
    }
  }

  /** How many connections the writer has there. */
  long writers() throws SQLException {
    return Long.parseLong(
        value("SELECT count(*) FROM information_schema.processlist WHERE user = 'lull'"));
  }

  public Map<String, String> settings(String... more) throws IOException {
    Path secret = data.resolveSibling("secret");
    if (!Files.exists(secret)) {
      Files.createFile(
          secret,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(secret, PASSWORD + "\n");
    }
    Map<String, String> settings = new HashMap<>();
    settings.put("port", Integer.toString(port));
    settings.put("password-file", secret.toString());
    settings.put("timeout", "3s");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  MariadbWriter writer(String... more) throws IOException {
    return (MariadbWriter) new MariadbWriterFactory().create(Calls.WRITER, settings(more));
  }

  @Override
  public void close() {
    process.close();
  }
}
