package io.lull.writer.postgres;

import io.lull.kernel.test.Ports;
import io.lull.kernel.test.Real;
import io.lull.writer.database.Server;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.pgbouncer.Console;
import io.lull.writer.pgbouncer.Pooler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A PgBouncer of a test, before the server of the test. */
public final class TestBouncer implements AutoCloseable {
  private static final String USER = "postgres";
  private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");
  private static final String PASSWORD = "paws off";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path directory;
  private final int port;
  private ServerProcess process;

  private TestBouncer(Path directory, int port, ServerProcess process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  public static void need() {
    TestPostgres.need();
    Real.need("PgBouncer (apt-get install pgbouncer)", Files.isExecutable(PROGRAM));
  }

  /**
   * Starts one.
   *
   * @param directory of its own, which the user of PostgreSQL owns
   * @param more lines of its configuration, which come last and so win
   */
  public static TestBouncer before(TestPostgres server, Path directory, String... more)
      throws Exception {
    int port = Ports.free();
    Files.writeString(
        directory.resolve("users"),
        "\"lull\" \"%s\"\n\"boss\" \"%s\"\n\"guest\" \"%s\"\n"
            .formatted(PASSWORD, PASSWORD, PASSWORD));
    Files.writeString(
        directory.resolve("bouncer.ini"),
        """
        [databases]
        app = host=127.0.0.1 port=%d dbname=postgres user=boss
        elsewhere = host=127.0.0.1 port=1 dbname=postgres user=boss
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_file = users
        auth_type = scram-sha-256
        admin_users = lull
        stats_users = guest
        pool_mode = transaction
        server_login_retry = 1
        %s
        """
            .formatted(server.port(), port, String.join("\n", more)));
    secret(directory.resolve("password"), PASSWORD);
    for (String name : List.of("users", "bouncer.ini")) {
      ServerProcess.give(directory.resolve(name), USER);
    }
    TestBouncer bouncer = new TestBouncer(directory, port, null);
    bouncer.start();
    return bouncer;
  }

  static Path secret(Path file, String password) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, password + "\n");
  }

  void start() throws Exception {
    Path log = directory.resolve("log");
    if (!Files.exists(log)) {
      Files.createFile(log);
    }
    process =
        ServerProcess.start(
            USER, log, List.of(PROGRAM.toString(), directory.resolve("bouncer.ini").toString()));
    process.await(
        () -> {
          console().close();
          return true;
        });
  }

  public ServerProcess process() {
    return process;
  }

  public Pooler pooler() {
    return new Pooler(
        new Server("127.0.0.1", port),
        "lull",
        Optional.of(directory.resolve("password").toString()));
  }

  public Console console() throws IOException {
    return pooler().open("a test", PATIENCE);
  }

  /** Has an administrator tell it something. */
  public void tell(String command) throws IOException {
    try (Console console = console()) {
      console.ask(command, PATIENCE);
    }
  }

  /** Which of its databases are paused, one by one. */
  public List<String> paused() throws IOException {
    try (Console console = console()) {
      return console.ask("SHOW DATABASES", PATIENCE).rows().stream()
          .filter(row -> "1".equals(row.get("paused")))
          .map(row -> row.get("name"))
          .toList();
    }
  }

  /** How many clients wait to be let through. */
  public long waiting() throws IOException {
    try (Console console = console()) {
      return console.ask("SHOW CLIENTS", PATIENCE).rows().stream()
          .filter(row -> "waiting".equals(row.get("state")))
          .count();
    }
  }

  /** A client that is let through to the server. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/app?prepareThreshold=0", "boss", PASSWORD);
  }

  /** What a writer is told of it. */
  public Map<String, String> settings() {
    return Map.of(
        "pgbouncer-port",
        Integer.toString(port),
        "pgbouncer-password-file",
        directory.resolve("password").toString());
  }

  @Override
  public void close() {
    process.close();
  }
}
