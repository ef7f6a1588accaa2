package io.lull.writer.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cluster.config.journal.ChildJvm;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Volume;
import io.lull.writer.database.Calls;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.WriterException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever befalls the server or its connections, no broken hold is attested and none stays. */
class MariadbFaultsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static Path directory;
  private static TestMariadb server;

  /** What befalls the server, or the connections to it. */
  enum Blow {
    KILLED {
      @Override
      void strike() throws Exception {
        server.sql("KILL USER lull@localhost");
        Calls.await(() -> server.writers() == 0);
      }
    },
    RESTARTED {
      @Override
      void strike() throws Exception {
        server.restart();
      }
    },
    STOPPED {
      @Override
      void strike() throws Exception {
        server.process().stop();
      }
    };

    abstract void strike() throws Exception;
  }

  @BeforeAll
  static void start() throws Exception {
    TestMariadb.need();
    directory = ServerProcess.directory("mysql");
    server = TestMariadb.create(directory, "data");
    server.sql(
        "CREATE TABLE shop.note (id int) ENGINE=InnoDB",
        "CREATE TABLE shop.old (id int) ENGINE=MyISAM",
        "CREATE TABLE shop.other (id int) ENGINE=MyISAM",
        "INSERT INTO shop.old VALUES (1)");
  }

  @AfterEach
  void nothing_is_left() throws Exception {
    server.process().go();
    if (!sleeping().isEmpty()) {
      server.sql("KILL " + sleeping());
    }
    Calls.await(() -> server.writers() == 0);
    server.sql("INSERT INTO shop.note VALUES (1)", "INSERT INTO shop.old VALUES (1)");
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
    if (directory != null) {
      ServerProcess.remove(directory);
    }
  }

  private static Set<Volume> volumes() {
    return Calls.volumes(server.data());
  }

  @Test
  void a_server_that_stands_still_is_a_clear_failure() throws Exception {
    MariadbWriter writer = server.writer();
    server.process().stop();
    assertThat(Calls.failure(writer::describe)).isEqualTo(Failure.WRITER_TIMEOUT);
    assertThat(
            Calls.failure(
                () -> writer.prepareForSnapshot(Calls.set(LIMIT), volumes(), Copies.NONE)))
        .isEqualTo(Failure.WRITER_TIMEOUT);
  }

  @ParameterizedTest
  @EnumSource(Blow.class)
  void struck_before_the_freeze_it_is_not_frozen(Blow blow) throws Exception {
    MariadbWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    blow.strike();
    assertThat(Calls.failure(() -> writer.freeze(set, Calls.lease(LIMIT))))
        .isIn(Failure.WRITER_RETRYABLE, Failure.WRITER_TIMEOUT);
    writer.abort(set, Failure.CANCELLED);
  }

  @ParameterizedTest
  @EnumSource(Blow.class)
  void struck_while_it_holds_it_has_lapsed(Blow blow) throws Exception {
    MariadbWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    Hold hold = writer.freeze(set, Calls.lease(LIMIT));
    blow.strike();
    assertThat(hold.end()).isEqualTo(HoldEnd.LAPSED);
    writer.abort(set, Failure.HOLD_LAPSED);
  }

  @ParameterizedTest
  @EnumSource(Blow.class)
  void struck_after_the_thaw_nothing_is_lost(Blow blow) throws Exception {
    MariadbWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    assertThat(writer.freeze(set, Calls.lease(LIMIT)).end()).isEqualTo(HoldEnd.HELD);
    Path copy = ServerProcess.copy(server.data(), directory.resolve("copy " + blow));
    blow.strike();
    writer.postSnapshot(set, Calls.copies(Map.of(server.data(), copy)));
    assertThat(copy.resolve("lull_cut")).exists();
  }

  @Test
  void a_request_that_waits_behind_a_long_statement_is_withdrawn_at_the_deadline()
      throws Exception {
    waitsInVain(
        server.writer(),
        "INSERT INTO shop.old SELECT sleep(60)",
        "INSERT INTO shop.other VALUES (3)");
  }

  @Test
  void so_is_that_for_the_read_lock_of_mysql() throws Exception {
    // MariaDB knows this one as well, though not MySQL's lock for backups.
    Thread query = longStatement("INSERT INTO shop.old SELECT sleep(60)");
    try (Session session =
            Session.open(MariadbSettings.of(Dialect.MARIADB, Calls.WRITER, server.settings()));
        Session other =
            Session.open(MariadbSettings.of(Dialect.MARIADB, Calls.WRITER, server.settings()))) {
      Thread lock =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      session.limit(LIMIT);
                      session.run(Dialect.MYSQL.lock().getLast());
                    } catch (SQLException withdrawn) {
                      // That is what is waited for below.
                    }
                  });
      Calls.await(() -> waits(session));
      other.run("KILL QUERY " + session.id());
      lock.join();
      server.sql("INSERT INTO shop.other VALUES (2)");
    }
    end(query);
  }

  private static void waitsInVain(MariadbWriter writer, String statement, String write)
      throws Exception {
    HandlerContext set = Calls.set(Duration.ofSeconds(3));
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    Thread running = longStatement(statement);
    WriterException refused = Calls.refused(() -> writer.freeze(set, Calls.lease(LIMIT)));
    assertThat(refused.fault().failure()).isEqualTo(Failure.WRITER_TIMEOUT);
    assertThat(refused.fault().detail()).contains("SHOW PROCESSLIST");
    // The long one runs still, and nobody waits behind a request of ours any more.
    assertThat(running.isAlive()).isTrue();
    server.sql("SET SESSION lock_wait_timeout = 1", "INSERT INTO shop.note VALUES (4)", write);
    end(running);
    writer.abort(set, Failure.WRITER_TIMEOUT);
  }

  private static boolean waits(Session session) throws SQLException {
    return server
        .value("SELECT state FROM information_schema.processlist WHERE id = " + session.id())
        .startsWith("Waiting for");
  }

  private static Thread longStatement(String sql) throws Exception {
    Thread running =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    server.sql(sql);
                  } catch (SQLException killed) {
                    // The test ends it.
                  }
                });
    Calls.await(() -> !sleeping().isEmpty());
    return running;
  }

  private static String sleeping() throws SQLException {
    return server.value("SELECT id FROM information_schema.processlist WHERE state = 'User sleep'");
  }

  private static void end(Thread running) throws Exception {
    server.sql("KILL " + sleeping());
    running.join();
  }

  @Test
  void an_abort_withdraws_a_request_that_waits() throws Exception {
    MariadbWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    Thread running = longStatement("INSERT INTO shop.old SELECT sleep(60)");
    Thread freezing =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    writer.freeze(set, Calls.lease(LIMIT));
                  } catch (Exception withdrawn) {
                    // The abort ends its connection.
                  }
                });
    Calls.await(
        () ->
            !server
                .value(
                    "SELECT id FROM information_schema.processlist"
                        + " WHERE user = 'lull' AND state LIKE 'Waiting for%'")
                .isEmpty());
    writer.abort(set, Failure.CANCELLED);
    freezing.join();
    Calls.await(() -> server.writers() == 0);
    assertThat(running.isAlive()).isTrue();
    end(running);
  }

  @Test
  void the_server_ends_it_when_the_process_that_holds_is_killed() throws Exception {
    try (ChildJvm child = child(LIMIT)) {
      long killed = System.nanoTime();
      child.kill();
      server.sql("INSERT INTO shop.note VALUES (5)");
      System.out.printf(
          "mariadb: commits went on %d ms after kill -9 of the holder%n",
          Duration.ofNanos(System.nanoTime() - killed).toMillis());
    }
  }

  @Test
  void the_server_ends_it_at_the_lease_when_the_process_that_holds_stands_still() throws Exception {
    try (ChildJvm child = child(Duration.ofSeconds(4))) {
      long held = System.nanoTime();
      ServerProcess.run(List.of("kill", "-STOP", Long.toString(child.pid())));
      server.sql("INSERT INTO shop.note VALUES (6)");
      System.out.printf(
          "mariadb: a lease of 4 s of a stopped holder ended %d ms after the freeze%n",
          Duration.ofNanos(System.nanoTime() - held).toMillis());
    }
  }

  private static ChildJvm child(Duration lease) throws Exception {
    ChildJvm child =
        ChildJvm.start(
            Holder.class,
            Integer.toString(server.port()),
            server.settings().get("password-file"),
            server.data().toString(),
            Long.toString(lease.toMillis()));
    child.line("held");
    return child;
  }

  /** Holds until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      MariadbWriter writer =
          (MariadbWriter)
              new MariadbWriterFactory()
                  .create(
                      Calls.WRITER, Map.of("port", arguments[0], "password-file", arguments[1]));
      HandlerContext set = Calls.set(LIMIT);
      writer.prepareForSnapshot(set, Calls.volumes(Path.of(arguments[2])), Copies.NONE);
      Duration lease = Duration.ofMillis(Long.parseLong(arguments[3]));
      Hold hold = writer.freeze(set, Calls.lease(lease));
      System.out.println("held " + hold);
      System.in.read();
    }
  }
}
