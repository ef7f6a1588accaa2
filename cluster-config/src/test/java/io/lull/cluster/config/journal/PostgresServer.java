package io.lull.cluster.config.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.kernel.test.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A PostgreSQL of its own in a temporary directory, stopped and removed in the end. */
public final class PostgresServer implements AutoCloseable {
  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final String USER = "lull";
  private static final String LOOPBACK = "127.0.0.1";

  private final Path directory;
  private final String address;
  private final int port;
  private final Process server;
  private final AtomicInteger databases = new AtomicInteger();

  private PostgresServer(Path directory, String address, int port, Process server) {
    this.directory = directory;
    this.address = address;
    this.port = port;
    this.server = server;
  }

  public static PostgresServer start() throws IOException, InterruptedException {
    return startAt(LOOPBACK);
  }

  /** Listens at this address of the machine, and believes whoever reaches it there. */
  public static PostgresServer startAt(String address) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("lull-postgres");
    Path data = directory.resolve("data");
    if (root()) {
      run(List.of("chown", "postgres", directory.toString()));
    }
    run(
        asServer(
            List.of(
                binary("initdb"),
                "-D",
                data.toString(),
                "-U",
                USER,
                "-A",
                "trust",
                "--no-sync",
                "-E",
                "UTF8",
                "--locale=C")));
    if (!address.equals(LOOPBACK)) {
      Files.writeString(
          data.resolve("pg_hba.conf"),
          "host all all samenet trust\nhost all all " + address + "/32 trust\n",
          StandardOpenOption.APPEND);
    }
    int port = Ports.free();
    List<String> command =
        asServer(
            List.of(
                binary("postgres"),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-k",
                directory.toString(),
                "-c",
                "listen_addresses=" + address,
                // The machine of a test does not lose its power; only processes are killed.
                "-c",
                "fsync=off",
                "-c",
                "max_connections=60"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    PostgresServer server = new PostgresServer(directory, address, port, process);
    run(
        List.of(binary("pg_isready"), "-h", address, "-p", Integer.toString(port), "-t", "30"),
        process);
    return server;
  }

  /** The address of a database that nobody has used. */
  public String freshDatabase() throws SQLException {
    String name = "journal" + databases.incrementAndGet();
    try (Connection connection = connect(url("postgres"))) {
      connection.createStatement().execute("CREATE DATABASE " + name);
    }
    return url(name);
  }

  static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, USER, "");
  }

  private String url(String database) {
    return "jdbc:postgresql://" + address + ":" + port + "/" + database;
  }

  @Override
  public void close() throws IOException {
    // The immediate shutdown of PostgreSQL, which needs no client to leave first.
    run(
        asServer(
            List.of(
                binary("pg_ctl"),
                "stop",
                "-D",
                directory.resolve("data").toString(),
                "-m",
                "immediate",
                "-w")));
    server.destroy();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  /** PostgreSQL refuses to run as root, so root lets the Debian package's user do it. */
  private static List<String> asServer(List<String> command) {
    List<String> whole = new ArrayList<>();
    if (root()) {
      whole.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    whole.addAll(command);
    return whole;
  }

  private static String binary(String name) {
    try (Stream<Path> versions = Files.exists(VERSIONS) ? Files.list(VERSIONS) : Stream.empty()) {
      return versions
          .map(version -> version.resolve("bin").resolve(name))
          .filter(Files::isExecutable)
          .max(Comparator.comparing(Path::toString))
          .orElseThrow(
              () ->
                  new AssertionError(
                      "expected "
                          + name
                          + " of PostgreSQL below "
                          + VERSIONS
                          + ", but it is not there\nHINT: apt-get install postgresql"))
          .toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(List<String> command) throws IOException {
    run(command, null);
  }

  /** Runs a command to its end; one that waits for a server is repeated while that one lives. */
  private static void run(List<String> command, Process server) throws IOException {
    try {
      while (true) {
        Process process =
            new ProcessBuilder(command)
                .directory(new java.io.File("/"))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() == 0) {
          return;
        }
        if (server == null || server.waitFor(100, TimeUnit.MILLISECONDS)) {
          throw new AssertionError("expected " + command + " to succeed, but it said: " + said);
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
