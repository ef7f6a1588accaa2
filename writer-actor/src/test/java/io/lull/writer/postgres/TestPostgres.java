package io.lull.writer.postgres;

import io.lull.kernel.test.Ports;
import io.lull.kernel.test.Real;
import io.lull.writer.database.Calls;
import io.lull.writer.database.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of a test; its superuser is let in, the role of the writer has a password.
 */
public final class TestPostgres implements AutoCloseable {
  static final String PASSWORD = "very-secret-word";

  private static final String USER = "postgres";
  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

  private final Path data;
  private final int port;
  private final List<String> options;
  private ServerProcess process;

  private TestPostgres(Path data, int port, List<String> options, ServerProcess process) {
    this.data = data;
    this.port = port;
    this.options = options;
    this.process = process;
  }

  public static void need() {
    Real.need("PostgreSQL (apt-get install postgresql)", newest().isPresent());
  }

  /**
   * A new cluster in a directory that the server's user owns.
   *
   * @param options for its command line, which those of a test come before
   */
  public static TestPostgres create(Path directory, String... options) throws Exception {
    Path data = directory.resolve("data");
    ServerProcess.runAs(
        USER,
        List.of(
            binary("initdb"),
            "-D",
            data.toString(),
            "-U",
            "boss",
            "-A",
            "trust",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C"));
    Files.writeString(
        data.resolve("pg_hba.conf"),
        "host all boss samehost trust\nhost all all samehost scram-sha-256\n");
    TestPostgres server = open(data, options);
    server.sql(
        "CREATE ROLE lull LOGIN REPLICATION PASSWORD '" + PASSWORD + "'",
        "GRANT EXECUTE ON FUNCTION pg_backup_start(text, boolean) TO lull",
        "GRANT EXECUTE ON FUNCTION pg_backup_stop(boolean) TO lull",
        "GRANT pg_read_all_settings TO lull");
    return server;
  }

  /** A server on data that is there, such as a copy. */
  public static TestPostgres open(Path data, String... options) throws Exception {
    TestPostgres server = new TestPostgres(data, Ports.free(), List.of(options), null);
    server.start();
    return server;
  }

  private void start() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                binary("postgres"),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "unix_socket_directories=",
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "max_connections=30",
                "-c",
                "shared_buffers=16MB",
                // Only processes are killed here; the machine keeps its power.
                "-c",
                "fsync=off"));
    command.addAll(options);
    process = ServerProcess.start(USER, log(), command);
    process.await(() -> connect("boss"));
  }

  private Path log() throws IOException {
    Path log = data.resolveSibling(data.getFileName() + ".log");
    Files.writeString(log, "", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return log;
  }

  void restart() throws Exception {
    process.end("INT");
    startAgain();
  }

  public void startAgain() throws Exception {
    start();
  }

  public ServerProcess process() {
    return process;
  }

  public Path data() {
    return data;
  }

  public int port() {
    return port;
  }

  public Connection connect(String user) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres?connectTimeout=2", user, "");
  }

  public void sql(String... statements) throws SQLException {
    try (Connection connection = connect("boss");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  public long number(String query) throws SQLException {
    return new BigDecimal(text(query)).longValue();
  }

  public String text(String query) throws SQLException {
    try (Connection connection = connect("boss");
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(query)) {
      answer.next();
      return answer.getString(1);
    }
  }

  /** How many connections the writer has there. */
  public long writers() throws SQLException {
    return number("SELECT count(*) FROM pg_stat_activity WHERE usename = 'lull'");
  }

  public Map<String, String> settings(String... more) throws IOException {
    Map<String, String> settings = new HashMap<>();
    Path secret = data.resolveSibling("secret");
    if (!Files.exists(secret)) {
      Files.createFile(
          secret,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(secret, PASSWORD + "\n");
    }
    settings.put("port", Integer.toString(port));
    settings.put("password-file", secret.toString());
    settings.put("timeout", "3s");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  PostgresWriter writer(String... more) throws IOException {
    return (PostgresWriter) new PostgresWriterFactory().create(Calls.WRITER, settings(more));
  }

  @Override
  public void close() {
    process.close();
  }

  /** A program that comes with the server. */
  public static String binary(String name) {
    return newest().orElseThrow().resolve("bin").resolve(name).toString();
  }

  private static Optional<Path> newest() {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(VERSIONS)) {
      try (Stream<Path> versions = Files.list(VERSIONS)) {
        versions
            .filter(version -> Files.isExecutable(version.resolve("bin").resolve("postgres")))
            .forEach(found::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found.stream().max(Comparator.comparing(Path::toString));
  }
}
