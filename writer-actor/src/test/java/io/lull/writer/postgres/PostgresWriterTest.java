package io.lull.writer.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.Ports;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Volume;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.RestoreOrder;
import io.lull.protocol.writer.RestoreTarget;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.writer.database.Calls;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.WriterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Backup mode of a real server, from its description to a copy that opens. */
class PostgresWriterTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static Path directory;
  private static TestPostgres server;

  @BeforeAll
  static void start() throws Exception {
    TestPostgres.need();
    directory = ServerProcess.directory("postgres");
    server = TestPostgres.create(directory);
    server.sql(
        "CREATE TABLE account (id int PRIMARY KEY, money bigint)",
        "INSERT INTO account SELECT i, 100 FROM generate_series(1, 100) i",
        "CREATE TABLE note (id bigserial, text text)");
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
  void it_describes_its_cluster_and_where_it_lies() throws Exception {
    WriterMetadata metadata = server.writer().describe();
    assertThat(metadata.kind()).isEqualTo(HoldKind.BACKUP_MODE);
    assertThat(metadata.components()).hasSize(1);
    assertThat(metadata.components().getFirst().volumes())
        .containsExactly(new Volume(Calls.WRITER.host(), server.data().toString()));
    assertThat(
            server
                .writer("volumes", directory.toString())
                .describe()
                .components()
                .getFirst()
                .volumes())
        .containsExactly(new Volume(Calls.WRITER.host(), directory.toString()));
    Calls.await(() -> server.writers() == 0);
  }

  @Test
  void a_copy_made_while_it_writes_opens_with_exactly_the_money_that_there_is() throws Exception {
    PostgresWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    try (Load load = Load.on(server)) {
      assertThat(writer.prepareForSnapshot(set, volumes(), Copies.NONE))
          .isEqualTo(new HandlerResult.Done());
      load.moves(50);
      long before = server.number("SELECT count(*) FROM note");
      Hold hold = writer.freeze(set, Calls.lease(LIMIT));
      // Backup mode stops nobody, also not while the copy is made.
      load.moves(50);
      Path copy = ServerProcess.copy(server.data(), directory.resolve("copy"));
      load.moves(50);
      assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
      // What the copy needs of the log has to be kept until it is there.
      server.sql("SELECT pg_switch_wal()", "CHECKPOINT", "SELECT pg_switch_wal()", "CHECKPOINT");
      assertThat(writer.postSnapshot(set, Calls.copies(Map.of(server.data(), copy))))
          .isEqualTo(new HandlerResult.Done());
      assertThat(Files.readString(copy.resolve("backup_label")))
          .contains("LABEL: lull " + set.set());
      assertThat(Files.readString(copy.resolve("lull_cut")))
          .contains("set: " + set.set())
          .containsPattern("after-lsn: [0-9A-F]+/[0-9A-F]+\nbefore-lsn: [0-9A-F]+/[0-9A-F]+");
      assertThat(copy.resolve("postmaster.pid")).doesNotExist();
      Calls.await(() -> server.writers() == 0);
      try (TestPostgres restored = TestPostgres.open(copy)) {
        assertThat(restored.number("SELECT sum(money) FROM account")).isEqualTo(10_000);
        assertThat(restored.number("SELECT count(*) FROM note")).isGreaterThan(before);
        assertThat(restored.process().said()).contains("consistent recovery state reached");
      }
    }
  }

  @Test
  void tablespaces_and_logs_elsewhere_are_demanded_and_opened_from_their_copies() throws Exception {
    Path other = Files.createDirectory(directory.resolve("other"));
    Path space = Files.createDirectory(other.resolve("a space"));
    ServerProcess.give(space, "postgres");
    Path data = Files.createDirectory(directory.resolve("more"));
    ServerProcess.give(data, "postgres");
    try (TestPostgres spread = TestPostgres.create(data)) {
      spread.process().end("INT");
      Path wal = other.resolve("wal");
      Files.move(spread.data().resolve("pg_wal"), wal);
      Files.createSymbolicLink(spread.data().resolve("pg_wal"), wal);
      spread.startAgain();
      spread.sql("CREATE TABLESPACE far LOCATION '" + space + "'");
      spread.sql("CREATE TABLE there TABLESPACE far AS SELECT generate_series(1, 1000) i");
      PostgresWriter writer = spread.writer();
      assertThat(writer.describe().components().getFirst().volumes())
          .isEqualTo(Calls.volumes(spread.data(), wal, space));
      WriterException refused =
          Calls.refused(
              () ->
                  writer.prepareForSnapshot(
                      Calls.set(LIMIT), Calls.volumes(spread.data()), Copies.NONE));
      assertThat(refused.fault().failure()).isEqualTo(Failure.WRITER_INCONSISTENT_SNAPSHOT);
      assertThat(refused.fault().detail()).contains(space.toString()).contains(wal.toString());
      Calls.await(() -> spread.writers() == 0);

      HandlerContext set = Calls.set(LIMIT);
      writer.prepareForSnapshot(set, Calls.volumes(spread.data(), other), Copies.NONE);
      Hold hold = writer.freeze(set, Calls.lease(LIMIT));
      Path copy = ServerProcess.copy(spread.data(), directory.resolve("copy of data"));
      Path copyOfOther = ServerProcess.copy(other, directory.resolve("copy of other"));
      spread.sql("INSERT INTO there SELECT generate_series(1, 5000)");
      assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
      writer.postSnapshot(set, Calls.copies(Map.of(spread.data(), copy, other, copyOfOther)));
      relink(copy.resolve("pg_wal"), copyOfOther.resolve("wal"));
      Path map = copy.resolve("tablespace_map");
      assertThat(Files.readString(map)).contains(space.toString());
      Files.writeString(
          map, Files.readString(map).replace(other.toString(), copyOfOther.toString()));
      try (TestPostgres restored = TestPostgres.open(copy)) {
        assertThat(restored.number("SELECT count(*) FROM there")).isIn(1000L, 6000L);
      }
    }
  }

  private static void relink(Path link, Path target) throws Exception {
    Files.delete(link);
    Files.createSymbolicLink(link, target);
  }

  @Test
  void what_it_may_not_do_is_said_with_the_statements_that_mend_it() throws Exception {
    server.sql("CREATE ROLE poor LOGIN PASSWORD '" + TestPostgres.PASSWORD + "'");
    PostgresWriter writer = server.writer("user", "poor");
    WriterException refused = Calls.refused(writer::describe);
    assertThat(refused.fault().failure()).isEqualTo(Failure.WRITER_NON_RETRYABLE);
    String detail = refused.fault().detail();
    server.sql(detail.substring(detail.indexOf("GRANT EXECUTE")).split(";"));
    assertThat(writer.describe().components()).hasSize(1);
    assertThat(
            Calls.failure(
                () ->
                    server
                        .writer("user", "nobody")
                        .prepareForSnapshot(Calls.set(LIMIT), Set.of(), Copies.NONE)))
        .isEqualTo(Failure.WRITER_NON_RETRYABLE);
  }

  @Test
  void a_password_is_nowhere_to_be_seen() throws Exception {
    Path wrong = directory.resolve("wrong");
    Files.writeString(wrong, "another-secret-word");
    Files.setPosixFilePermissions(
        wrong, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    WriterException refused =
        Calls.refused(server.writer("password-file", wrong.toString())::describe);
    assertThat(refused.fault().failure()).isEqualTo(Failure.WRITER_NON_RETRYABLE);
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      assertThat(cause.toString()).doesNotContain("secret-word");
    }
    assertThat(PostgresSettings.of(Calls.WRITER, server.settings()).toString())
        .doesNotContain("secret-word");
    Files.setPosixFilePermissions(
        wrong, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(Calls.refused(server.writer("password-file", wrong.toString())::describe))
        .hasMessageContaining("only its owner and group to read");
  }

  @Test
  void a_server_of_another_host_or_with_other_data_is_refused() throws Exception {
    assertThat(Calls.refused(server.writer("host", "192.0.2.7")::describe))
        .hasMessageContaining("a server on this host");
  }

  @Test
  void its_hold_is_ended_by_its_token_and_by_no_other() throws Exception {
    PostgresWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    Lease lease = Calls.lease(LIMIT);
    Hold hold = writer.freeze(set, lease);
    assertThat(writer.thaw(Calls.lease(LIMIT).token())).isEqualTo(HoldEnd.NOT_HELD);
    assertThat(writer.thaw(lease.token())).isEqualTo(HoldEnd.HELD);
    assertThat(writer.thaw(lease.token())).isEqualTo(HoldEnd.NOT_HELD);
    assertThat(hold.end()).isEqualTo(HoldEnd.NOT_HELD);
    writer.abort(set, Failure.CANCELLED);
    Calls.await(() -> server.writers() == 0);
  }

  @Test
  void without_a_preparation_or_a_copy_it_says_so() throws Exception {
    PostgresWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    assertThat(Calls.failure(() -> writer.freeze(set, Calls.lease(LIMIT))))
        .isEqualTo(Failure.NOT_PREPARED);
    writer.prepareForSnapshot(set, volumes(), Copies.NONE);
    assertThat(writer.freeze(set, Calls.lease(LIMIT)).end()).isEqualTo(HoldEnd.HELD);
    assertThat(Calls.failure(() -> writer.postSnapshot(set, Copies.NONE)))
        .isEqualTo(Failure.WRITER_RECOVERY_FAILED);
    assertThat(Calls.failure(() -> writer.postSnapshot(set, Copies.NONE)))
        .isEqualTo(Failure.WRITER_RECOVERY_FAILED);
    Calls.await(() -> server.writers() == 0);
  }

  @Test
  void files_are_not_put_back_under_a_running_server_and_it_starts_as_it_was_asked()
      throws Exception {
    PostgresWriter writer = server.writer();
    WriterMetadata metadata = writer.describe();
    var component = metadata.components().getFirst().id();
    HandlerContext set = Calls.set(LIMIT);
    Map<io.lull.protocol.id.ComponentId, RestoreOrder> archive =
        Map.of(component, new RestoreOrder(RestoreTarget.ORIGINAL, "archive"));
    assertThat(Calls.refused(() -> writer.preRestore(set, archive)))
        .hasMessageContaining("to be stopped");
    Path restored = Files.createDirectory(directory.resolve("restored"));
    PostgresWriter stopped =
        server.writer(
            "port", Integer.toString(Ports.free()),
            "data-directory", restored.toString());
    PostgresWriter lost = server.writer("port", Integer.toString(Ports.free()));
    assertThat(Calls.refused(() -> lost.preRestore(set, archive)))
        .hasMessageContaining("set data-directory");
    assertThat(stopped.preRestore(set, archive)).isEqualTo(new HandlerResult.Done());
    stopped.postRestore(set, Map.of(component, FileRestoreStatus.ALL), true);
    assertThat(restored.resolve("recovery.signal")).doesNotExist();
    stopped.postRestore(set, Map.of(component, FileRestoreStatus.ALL), false);
    assertThat(restored.resolve("recovery.signal")).exists();
    assertThat(
            Calls.failure(
                () ->
                    stopped.preRestore(
                        set,
                        Map.of(component, new RestoreOrder(RestoreTarget.ORIGINAL, "rm -rf")))))
        .isEqualTo(Failure.INVALID_ARGUMENT);
  }
}
