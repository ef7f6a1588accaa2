package io.lull.writer.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Volume;
import io.lull.protocol.writer.HandlerResult;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The backup lock of a real server, from its description to a copy that opens. */
class MariadbWriterTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static Path directory;
  private static TestMariadb server;

  @BeforeAll
  static void start() throws Exception {
    TestMariadb.need();
    directory = ServerProcess.directory("mysql");
    server = TestMariadb.create(directory, "data");
    server.sql(
        "CREATE TABLE shop.account (id int PRIMARY KEY, money bigint) ENGINE=InnoDB",
        "INSERT INTO shop.account SELECT seq, 100 FROM shop.seq_1_to_100",
        "CREATE TABLE shop.note (id bigint AUTO_INCREMENT PRIMARY KEY, text text) ENGINE=InnoDB",
        "CREATE TABLE shop.old (id int) ENGINE=MyISAM");
  }

  @AfterEach
  void nothing_is_left() throws Exception {
    Calls.await(() -> server.writers() == 0);
    server.sql("INSERT INTO shop.old VALUES (1)");
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

  @Test
  void commits_wait_and_the_copy_is_exactly_what_was_committed() throws Exception {
    MariadbWriter writer = server.writer();
    HandlerContext set = Calls.set(LIMIT);
    try (Load load = Load.on(server)) {
      load.moves(20);
      writer.prepareForSnapshot(set, volumes(), Copies.NONE);
      load.moves(20);
      Hold hold = writer.freeze(set, Calls.lease(LIMIT));
      String frozen = state(server);
      long moved = load.made();
      Path copy = ServerProcess.copy(server.data(), directory.resolve("copy"));
      // One that was under way may have been answered since.
      assertThat(load.made()).isBetween(moved, moved + 1);
      assertThat(state(server)).isEqualTo(frozen);
      String gtid = server.value("SELECT @@gtid_binlog_pos");
      assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
      load.moves(20);
      assertThat(writer.postSnapshot(set, Calls.copies(Map.of(server.data(), copy))))
          .isEqualTo(new HandlerResult.Done());
      assertThat(Files.readString(copy.resolve("lull_cut")))
          .contains("set: " + set.set())
          .contains("gtid: " + gtid)
          .containsPattern("binlog-file: log-bin\\.\\d+\nbinlog-position: \\d+");
      try (TestMariadb restored = TestMariadb.open(copy)) {
        assertThat(state(restored)).isEqualTo(frozen);
        assertThat(restored.value("SELECT sum(money) FROM shop.account")).isEqualTo("10000");
        assertThat(restored.process().said()).doesNotContain("is in the future");
      }
    }
  }

  private static String state(TestMariadb server) throws SQLException {
    return server.value(
        "SELECT concat((SELECT group_concat(money ORDER BY id) FROM shop.account), ' ',"
            + " (SELECT count(*) FROM shop.note))");
  }

  @Test
  void files_elsewhere_are_demanded() throws Exception {
    Path other = Files.createDirectory(directory.resolve("other-logs"));
    ServerProcess.give(other, "mysql");
    try (TestMariadb spread =
        TestMariadb.create(directory, "spread", "--innodb-log-group-home-dir=" + other)) {
      Path linked = Files.createDirectory(other.resolve("linked files"));
      ServerProcess.give(linked, "mysql");
      spread.sql("CREATE TABLE shop.far (id int) ENGINE=InnoDB DATA DIRECTORY='" + linked + "'");
      MariadbWriter writer = spread.writer();
      assertThat(writer.describe().components().getFirst().volumes())
          .isEqualTo(Calls.volumes(spread.data(), other, linked.resolve("shop")));
      WriterException refused =
          Calls.refused(
              () ->
                  writer.prepareForSnapshot(
                      Calls.set(LIMIT), Calls.volumes(spread.data()), Copies.NONE));
      assertThat(refused.fault().failure()).isEqualTo(Failure.WRITER_INCONSISTENT_SNAPSHOT);
      assertThat(refused.fault().detail()).contains(other.toString());
      HandlerContext set = Calls.set(LIMIT);
      assertThat(writer.prepareForSnapshot(set, Calls.volumes(spread.data(), other), Copies.NONE))
          .isEqualTo(new HandlerResult.Done());
      writer.abort(set, Failure.CANCELLED);
    }
  }

  @Test
  void its_hold_is_ended_by_its_token_and_by_no_other() throws Exception {
    MariadbWriter writer = server.writer();
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
  void what_it_may_not_do_is_said_with_the_statement_that_mends_it() throws Exception {
    server.sql("CREATE USER poor@localhost IDENTIFIED BY '" + TestMariadb.PASSWORD + "'");
    MariadbWriter writer = server.writer("user", "poor");
    WriterException refused = Calls.refused(writer::describe);
    assertThat(refused.fault().failure()).isEqualTo(Failure.WRITER_NON_RETRYABLE);
    String detail = refused.fault().detail();
    server.sql(detail.substring(detail.indexOf("GRANT")));
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
    assertThat(MariadbSettings.of(Dialect.MARIADB, Calls.WRITER, server.settings()).toString())
        .doesNotContain("secret-word");
  }

  @Test
  void files_are_not_put_back_under_a_running_server() throws Exception {
    MariadbWriter writer = server.writer();
    assertThat(Calls.failure(() -> writer.preRestore(Calls.set(LIMIT), Map.of())))
        .isEqualTo(Failure.WRITER_NON_RETRYABLE);
  }
}
