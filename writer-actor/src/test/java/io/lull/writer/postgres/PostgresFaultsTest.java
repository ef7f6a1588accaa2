package io.lull.writer.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cluster.config.journal.ChildJvm;
import io.lull.kernel.test.Ports;
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

/** Whatever befalls a connection in backup mode, no hold is attested and nothing stays. */
class PostgresFaultsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static Path directory;
  private static TestPostgres server;

  /** What befalls the server, or the connection at it. */
  enum Blow {
    /** An administrator or a proxy ends the connection. */
    KILLED(Failure.WRITER_RETRYABLE) {
      @Override
      void strike() throws Exception {
        server.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'lull'");
        Calls.await(() -> server.writers() == 0);
      }
    },
    RESTARTED(Failure.WRITER_RETRYABLE) {
      @Override
      void strike() throws Exception {
        server.restart();
      }
    },
    /** It neither answers nor closes anything. */
    STOPPED(Failure.WRITER_TIMEOUT) {
      @Override
      void strike() throws Exception {
        server.process().stop();
      }
    };

    private final Failure failure;

    Blow(Failure failure) {
      this.failure = failure;
    }

    abstract void strike() throws Exception;
  }

  @BeforeAll
  static void start() throws Exception {
    TestPostgres.need();
    directory = ServerProcess.directory("postgres");
    server = TestPostgres.create(directory);
  }

  @AfterEach
  void nothing_is_left() throws Exception {
    if (server != null) {
      server.process().go();
      Calls.await(() -> server.writers() == 0);
    }
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
  void a_server_that_stands_still_is_waited_for_no_longer_than_the_limit() throws Exception {
    PostgresWriter writer = server.writer();
    server.process().stop();
    assertThat(Calls.failure(writer::describe)).isEqualTo(Failure.WRITER_TIMEOUT);
    assertThat(
            Calls.failure(
                () -> writer.prepareForSnapshot(Calls.set(LIMIT), volumes(), Copies.NONE)))
        .isEqualTo(Failure.WRITER_TIMEOUT);
  }

  @Test
  void a_server_that_is_down_is_a_clear_failure() throws Exception {
    PostgresWriter writer = server.writer("port", Integer.toString(Ports.free()));
    assertThat(Calls.refused(writer::describe))
        .hasMessageContaining("expected PostgreSQL to let lull in at 127.0.0.1");
  }

  @ParameterizedTest
  @EnumSource(Blow.class)
  void struck_before_the_freeze_it_is_not_frozen(Blow blow) throws Exception {
    PostgresWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    blow.strike();
    assertThat(Calls.failure(() -> writer.freeze(set, Calls.lease(LIMIT)))).isEqualTo(blow.failure);
    writer.abort(set, Failure.CANCELLED);
  }

  @ParameterizedTest
  @EnumSource(Blow.class)
  void struck_while_it_holds_it_has_lapsed(Blow blow) throws Exception {
    PostgresWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    Hold hold = writer.freeze(set, Calls.lease(LIMIT));
    blow.strike();
    assertThat(hold.end()).isEqualTo(HoldEnd.LAPSED);
    writer.abort(set, Failure.HOLD_LAPSED);
  }

  @ParameterizedTest
  @EnumSource(Blow.class)
  void struck_after_the_thaw_the_copy_is_whole_or_it_says_that_it_is_not(Blow blow)
      throws Exception {
    PostgresWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    Hold hold = writer.freeze(set, Calls.lease(LIMIT));
    Path copy = ServerProcess.copy(server.data(), directory.resolve("copy " + blow));
    assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
    blow.strike();
    try {
      writer.postSnapshot(set, Calls.copies(Map.of(server.data(), copy)));
    } catch (WriterException e) {
      assertThat(e.fault().failure()).isEqualTo(Failure.WRITER_RECOVERY_FAILED);
      assertThat(copy.resolve("backup_label")).doesNotExist();
      return;
    }
    try (TestPostgres restored = TestPostgres.open(copy)) {
      assertThat(restored.process().said()).contains("consistent recovery state reached");
    }
  }

  @Test
  void an_abort_ends_backup_mode_while_it_begins_and_while_it_is_held() throws Exception {
    PostgresWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    writer.freeze(set, Calls.lease(LIMIT));
    writer.abort(set, Failure.CANCELLED);
    Calls.await(() -> server.writers() == 0);
    // While it begins: an open checkpoint request ends when its connection does.
    HandlerContext other = Calls.set(LIMIT);
    Thread beginning =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    writer.prepareForSnapshot(other, volumes(), Copies.NONE);
                  } catch (Exception expected) {
                    // The abort comes as soon as the connection is there.
                  }
                });
    Calls.await(() -> server.writers() > 0);
    beginning.interrupt();
    writer.abort(other, Failure.CANCELLED);
    beginning.join();
    writer.abort(other, Failure.CANCELLED);
  }

  @Test
  void the_server_ends_it_when_the_process_that_holds_is_killed() throws Exception {
    try (ChildJvm child = child(LIMIT)) {
      assertThat(server.writers()).isEqualTo(1);
      long killed = System.nanoTime();
      child.kill();
      Calls.await(() -> server.writers() == 0);
      System.out.printf(
          "postgres: backup mode ended %d ms after kill -9 of its holder%n",
          Duration.ofNanos(System.nanoTime() - killed).toMillis());
    }
  }

  @Test
  void the_server_ends_it_at_the_lease_when_the_process_that_holds_stands_still() throws Exception {
    try (ChildJvm child = child(Duration.ofSeconds(4))) {
      long before = System.nanoTime();
      ServerProcess.run(List.of("kill", "-STOP", Long.toString(child.pid())));
      Calls.await(() -> server.writers() == 0);
      System.out.printf(
          "postgres: a lease of 4 s of a stopped holder ended %d ms after the freeze%n",
          Duration.ofNanos(System.nanoTime() - before).toMillis());
      assertThat(server.process().said())
          .contains("terminating connection due to idle-session timeout");
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
      PostgresWriter writer =
          (PostgresWriter)
              new PostgresWriterFactory()
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
