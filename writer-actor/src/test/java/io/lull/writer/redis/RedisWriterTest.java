package io.lull.writer.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.test.Ports;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Volume;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.writer.WriterRegistry;
import io.lull.writer.database.Calls;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.WriterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pause of a real server, from its description to a copy that opens. */
class RedisWriterTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static Path directory;
  private static TestRedis server;

  @BeforeAll
  static void start() throws Exception {
    TestRedis.need();
    directory = ServerProcess.directory("redis");
    server = TestRedis.create(directory, "data", true);
  }

  @AfterEach
  void nothing_is_left() throws Exception {
    Calls.await(() -> !server.hasWriter());
    // It answers only if writes are let through.
    server.call("SET", "after", "1");
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
  void it_describes_its_data_and_where_it_lies() throws Exception {
    WriterMetadata metadata = server.writer().describe();
    assertThat(metadata.kind()).isEqualTo(HoldKind.APPLICATION);
    assertThat(metadata.components().getFirst().volumes()).isEqualTo(volumes());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void writes_wait_and_the_copy_is_exactly_what_was_there(boolean logged) throws Exception {
    try (TestRedis busy = TestRedis.create(directory, "busy " + logged, logged);
        Load load = Load.on(busy)) {
      RedisWriter writer = busy.writer();
      HandlerContext set = Calls.set(LIMIT);
      load.moves(100);
      writer.prepareForSnapshot(set, Calls.volumes(busy.data()), Copies.NONE);
      load.moves(100);
      Hold hold = writer.freeze(set, Calls.lease(LIMIT));
      List<String> frozen = busy.accounts();
      long moved = load.made();
      Path copy = ServerProcess.copy(busy.data(), directory.resolve("copy " + logged));
      // One that was under way may have been answered since.
      assertThat(load.made()).isBetween(moved, moved + 1);
      assertThat(busy.accounts()).isEqualTo(frozen);
      assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
      load.moves(100);
      assertThat(writer.postSnapshot(set, Calls.copies(Map.of(busy.data(), copy))))
          .isEqualTo(new HandlerResult.Done());
      assertThat(Files.readString(copy.resolve("lull_cut")))
          .contains("set: " + set.set())
          .containsPattern("run-id: [0-9a-f]{40}");
      Calls.await(() -> !busy.hasWriter());
      try (TestRedis restored = TestRedis.open(copy, logged)) {
        assertThat(restored.accounts()).isEqualTo(frozen);
      }
    }
  }

  @Test
  void a_set_without_its_directory_is_refused() throws Exception {
    assertThat(
            Calls.failure(
                () ->
                    server
                        .writer()
                        .prepareForSnapshot(Calls.set(LIMIT), Calls.volumes(), Copies.NONE)))
        .isEqualTo(Failure.WRITER_INCONSISTENT_SNAPSHOT);
  }

  @Test
  void a_pause_that_somebody_else_ends_has_lapsed_and_another_ones_stays() throws Exception {
    RedisWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    Hold hold = writer.freeze(set, Calls.lease(LIMIT));
    server.call("CLIENT", "UNPAUSE");
    server.call("SET", "sneaked", "in");
    server.call("CLIENT", "PAUSE", "60000", "WRITE");
    assertThat(hold.end()).isEqualTo(HoldEnd.LAPSED);
    try (Resp blocked = server.connect()) {
      blocked.send("SET", "a", "b");
      server.call("PING");
      assertThat(blocked.hasAnswered()).isFalse();
    }
    server.call("CLIENT", "UNPAUSE");
    writer.abort(set, Failure.HOLD_LAPSED);
  }

  @Test
  void a_pause_of_somebody_else_is_refused_and_left_alone() throws Exception {
    RedisWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    server.call("CLIENT", "PAUSE", "60000", "WRITE");
    assertThat(Calls.failure(() -> writer.freeze(set, Calls.lease(LIMIT))))
        .isEqualTo(Failure.HOLD_REFUSED);
    try (Resp blocked = server.connect()) {
      blocked.send("SET", "a", "b");
      server.call("PING");
      assertThat(blocked.hasAnswered()).isFalse();
      server.call("CLIENT", "UNPAUSE");
      assertThat(blocked.answer()).isEqualTo("OK");
    }
    writer.abort(set, Failure.HOLD_REFUSED);
  }

  @Test
  void a_lease_that_is_over_ends_by_itself() throws Exception {
    RedisWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    Hold hold = writer.freeze(set, Calls.lease(Duration.ofSeconds(2)));
    server.call("SET", "waits", "for the server alone");
    assertThat(hold.end()).isEqualTo(HoldEnd.LAPSED);
    writer.abort(set, Failure.HOLD_LAPSED);
  }

  @Test
  void its_hold_is_ended_by_its_token_and_by_no_other() throws Exception {
    RedisWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    Lease lease = Calls.lease(LIMIT);
    Hold hold = writer.freeze(set, lease);
    // Whoever asks meanwhile what the writer is does not end its hold.
    writer.describe();
    assertThat(writer.thaw(Calls.lease(LIMIT).token())).isEqualTo(HoldEnd.NOT_HELD);
    assertThat(writer.thaw(lease.token())).isEqualTo(HoldEnd.HELD);
    assertThat(hold.end()).isEqualTo(HoldEnd.NOT_HELD);
    writer.backupShutdown(set);
  }

  @Test
  void what_it_may_not_do_is_said_with_the_command_that_mends_it() throws Exception {
    server.call("ACL", "SETUSER", "poor", "on", ">" + TestRedis.PASSWORD, "+ping");
    RedisWriter writer = server.writer("user", "poor");
    WriterException refused = Calls.refused(writer::describe);
    assertThat(refused.fault().failure()).isEqualTo(Failure.WRITER_NON_RETRYABLE);
    String detail = refused.fault().detail();
    server.call(detail.substring(detail.indexOf("ACL SETUSER")).split(" "));
    assertThat(writer.describe().components()).hasSize(1);
  }

  @Test
  void a_password_is_nowhere_to_be_seen() throws Exception {
    Path wrong = directory.resolve("wrong");
    Files.writeString(wrong, "another-secret-word");
    Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-------"));
    WriterException refused =
        Calls.refused(server.writer("password-file", wrong.toString())::describe);
    assertThat(refused.fault().failure()).isEqualTo(Failure.WRITER_NON_RETRYABLE);
    assertThat(refused.toString()).doesNotContain("secret-word");
    assertThat(RedisSettings.of(Calls.WRITER, server.settings()).toString())
        .doesNotContain("secret-word");
  }

  @Test
  void a_replica_or_a_setting_that_nobody_knows_is_refused() throws Exception {
    try (TestRedis replica = TestRedis.create(directory, "replica", true)) {
      replica.call("REPLICAOF", "127.0.0.1", Integer.toString(server.port()));
      assertThat(Calls.refused(replica.writer()::describe)).hasMessageContaining("a primary");
    }
    assertThatThrownBy(
            () -> WriterRegistry.load().create("redis", Calls.WRITER, Map.of("passwordfile", "x")))
        .hasMessageContaining("did you mean password-file?");
  }

  @Test
  void files_are_not_put_back_under_a_running_server() throws Exception {
    RedisWriter writer = server.writer();
    assertThat(Calls.failure(() -> writer.preRestore(Calls.set(LIMIT), Map.of())))
        .isEqualTo(Failure.WRITER_NON_RETRYABLE);
    RedisWriter stopped = server.writer("port", Integer.toString(Ports.free()));
    assertThat(stopped.preRestore(Calls.set(LIMIT), Map.of())).isEqualTo(new HandlerResult.Done());
  }
}
