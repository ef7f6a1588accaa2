package io.lull.writer.postgres;

import io.lull.protocol.id.Volume;
import io.lull.writer.database.Calls;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.guard.HoldFiles;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.HandlerContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Starts a server and a PgBouncer before it, and has a writer that is told of both. */
@Timeout(180)
abstract class BehindBouncer {
  static final Duration LIMIT = Duration.ofSeconds(60);

  static Path directory;
  private static Path run;
  static TestPostgres server;
  static int number;

  Path home;
  TestBouncer bouncer;

  @BeforeAll
  static void start() throws Exception {
    TestBouncer.need();
    directory = ServerProcess.directory("postgres");
    run = Files.createTempDirectory(Path.of("/dev/shm"), "lull-bouncer");
    server = TestPostgres.create(directory);
    // What the server does by itself may come into any hold.
    server.sql(
        "ALTER SYSTEM SET autovacuum = off",
        "SELECT pg_reload_conf()",
        "CREATE TABLE account (id int PRIMARY KEY, money bigint)",
        "INSERT INTO account SELECT i, 100 FROM generate_series(1, 100) i",
        "CREATE TABLE note (id bigserial, text text)");
  }

  @BeforeEach
  void before() throws Exception {
    home = Files.createDirectory(directory.resolve("bouncer " + ++number));
    ServerProcess.give(home, "postgres");
  }

  @AfterEach
  void after() throws Exception {
    if (bouncer != null) {
      bouncer.process().go();
      bouncer.close();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
    if (directory != null) {
      ServerProcess.remove(directory);
      ServerProcess.remove(run);
    }
  }

  static Set<Volume> volumes() {
    return Calls.volumes(server.data());
  }

  PostgresWriter writer(String... more) throws Exception {
    Map<String, String> settings = new HashMap<>(server.settings(more));
    bouncer.settings().forEach(settings::putIfAbsent);
    settings.put("run-directory", run.toString());
    return (PostgresWriter) new PostgresWriterFactory().create(Calls.WRITER, settings);
  }

  HandlerContext prepared(PostgresWriter writer) throws Exception {
    HandlerContext set = Calls.set(LIMIT);
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    return set;
  }

  static long notes() throws Exception {
    return server.number("SELECT count(*) FROM note");
  }

  static void write(Connection client) throws Exception {
    try (Statement statement = client.createStatement()) {
      statement.execute("INSERT INTO note (text) VALUES ('through')");
    }
    if (!client.getAutoCommit()) {
      client.commit();
    }
  }

  static CompletableFuture<Void> writes(Connection client) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            write(client);
          } catch (Exception failed) {
            throw new CompletionException(failed);
          }
        });
  }

  static long holds() throws Exception {
    return HoldFiles.in(run).all().size();
  }
}
