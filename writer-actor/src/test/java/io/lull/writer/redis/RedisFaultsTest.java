package io.lull.writer.redis;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever befalls the server or its connections, no broken hold is attested and none stays. */
class RedisFaultsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static Path directory;
  private static TestRedis server;

  /** What befalls the server, or the connections to it. */
  enum Blow {
    KILLED {
      @Override
      void strike() throws Exception {
        server.call("CLIENT", "KILL", "USER", "lull");
        Calls.await(() -> !server.hasWriter());
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
    TestRedis.need();
    directory = ServerProcess.directory("redis");
    server = TestRedis.create(directory, "data", true);
  }

  @AfterEach
  void nothing_is_left() throws Exception {
    server.process().go();
    server.call("SET", "after", "1");
    Calls.await(() -> !server.hasWriter());
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
  void a_server_that_stands_still_or_is_down_is_a_clear_failure() throws Exception {
    RedisWriter writer = server.writer();
    server.process().stop();
    assertThat(Calls.failure(writer::describe)).isEqualTo(Failure.WRITER_TIMEOUT);
    assertThat(
            Calls.failure(
                () -> writer.prepareForSnapshot(Calls.set(LIMIT), volumes(), Copies.NONE)))
        .isEqualTo(Failure.WRITER_TIMEOUT);
    RedisWriter down = server.writer("port", Integer.toString(Ports.free()));
    assertThat(Calls.failure(down::describe)).isEqualTo(Failure.WRITER_RETRYABLE);
  }

  @ParameterizedTest
  @EnumSource(Blow.class)
  void struck_before_the_freeze_it_is_not_frozen(Blow blow) throws Exception {
    RedisWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    blow.strike();
    assertThat(Calls.failure(() -> writer.freeze(set, Calls.lease(LIMIT))))
        .isIn(Failure.WRITER_RETRYABLE, Failure.WRITER_TIMEOUT);
    writer.abort(set, Failure.CANCELLED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Blow.class,
      names = {"KILLED", "RESTARTED"})
  void struck_while_it_holds_it_has_lapsed(Blow blow) throws Exception {
    RedisWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    Hold hold = writer.freeze(set, Calls.lease(LIMIT));
    blow.strike();
    assertThat(hold.end()).isEqualTo(HoldEnd.LAPSED);
    writer.abort(set, Failure.HOLD_LAPSED);
  }

  @Test
  void a_server_that_stands_still_while_it_holds_cannot_be_thawed_and_thaws_itself()
      throws Exception {
    RedisWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    Hold hold = writer.freeze(set, Calls.lease(Duration.ofSeconds(8)));
    server.process().stop();
    assertThat(Calls.failure(hold::end)).isEqualTo(Failure.WRITER_TIMEOUT);
    server.process().go();
    server.call("SET", "waits", "for the server alone");
    assertThat(hold.end()).isEqualTo(HoldEnd.LAPSED);
    writer.abort(set, Failure.HOLD_LAPSED);
  }

  @Test
  void a_freeze_that_is_given_up_while_the_server_saves_lets_writes_through_at_once()
      throws Exception {
    try (TestRedis slow = TestRedis.create(directory, "slow", false)) {
      RedisWriter writer = slow.writer();
      HandlerContext set = Calls.set(LIMIT);
      writer.prepareForSnapshot(set, Calls.volumes(slow.data()), Copies.NONE);
      for (int key = 0; key < 100; key++) {
        slow.call("SET", "key" + key, "1");
      }
      // A tenth of a second for each of them.
      slow.call("CONFIG", "SET", "rdb-key-save-delay", "100000");
      CompletableFuture<Failure> failed = new CompletableFuture<>();
      // On such a thread an interrupt also ends what is just being read.
      Thread freezing =
          Thread.ofVirtual()
              .start(
                  () ->
                      failed.complete(
                          Calls.failure(
                              () -> writer.freeze(set, Calls.lease(Duration.ofMinutes(5))))));
      Calls.await(() -> slow.call("INFO", "persistence").contains("rdb_bgsave_in_progress:1"));
      freezing.interrupt();
      assertThat(failed.get()).isNotNull();
      // Its connection gives up after half a minute, and the pause would last for five.
      slow.call("SET", "key", "let through");
      writer.abort(set, Failure.CANCELLED);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Blow.class,
      names = {"KILLED", "RESTARTED"})
  void struck_after_the_thaw_nothing_is_lost(Blow blow) throws Exception {
    RedisWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    assertThat(writer.freeze(set, Calls.lease(LIMIT)).end()).isEqualTo(HoldEnd.HELD);
    Path copy = ServerProcess.copy(server.data(), directory.resolve("copy " + blow));
    blow.strike();
    writer.postSnapshot(set, Calls.copies(Map.of(server.data(), copy)));
    assertThat(copy.resolve("lull_cut")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "STOP"})
  void the_server_ends_it_at_the_lease_when_the_process_that_holds_is_killed_or_stopped(
      String signal) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            Holder.class,
            Integer.toString(server.port()),
            server.settings().get("password-file"),
            server.data().toString())) {
      child.line("held");
      long held = System.nanoTime();
      ServerProcess.run(List.of("kill", "-" + signal, Long.toString(child.pid())));
      server.call("SET", "waits", "for the server alone");
      System.out.printf(
          "redis: a lease of 4 s of a holder after SIG%s ended %d ms after the freeze%n",
          signal, Duration.ofNanos(System.nanoTime() - held).toMillis());
    }
  }

  /** Holds until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      RedisWriter writer =
          (RedisWriter)
              new RedisWriterFactory()
                  .create(
                      Calls.WRITER,
                      Map.of("port", arguments[0], "user", "lull", "password-file", arguments[1]));
      HandlerContext set = Calls.set(LIMIT);
      writer.prepareForSnapshot(set, Calls.volumes(Path.of(arguments[2])), Copies.NONE);
      Hold hold = writer.freeze(set, Calls.lease(Duration.ofSeconds(4)));
      System.out.println("held " + hold);
      System.in.read();
    }
  }
}
