package io.lull.kernel.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.test.Real;
import io.lull.protocol.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library of this machine on real databases; two connections are two parties to it. */
class SqliteTest {
  @TempDir private Path directory;

  @BeforeEach
  void need() throws IOException {
    Real.need("the package libsqlite3-0", Sqlite.missing().isEmpty());
    directory = directory.toRealPath();
  }

  private Path make(String name, String mode) throws IOException {
    Path path = Files.createFile(directory.resolve(name));
    try (Sqlite database = Sqlite.open(path.toString())) {
      database.execute(
          "PRAGMA journal_mode=" + mode + "; CREATE TABLE t(x); INSERT INTO t VALUES(1)");
    }
    return path;
  }

  @Test
  void it_reads_what_it_wrote_whatever_the_file_is_named_like() throws Exception {
    Path path = make("a b\nc'é%s?.db", "DELETE");
    try (Sqlite database = Sqlite.open(path.toString())) {
      database.execute("INSERT INTO t VALUES(NULL), ('ü')");
      assertThat(database.values("SELECT x FROM t")).containsExactly("1", "", "ü");
      assertThat(database.values("PRAGMA integrity_check")).containsExactly("ok");
      assertThat(database.isReadOnly()).isFalse();
    }
  }

  @Test
  void only_one_can_write_and_the_other_is_told_at_once() throws Exception {
    for (String mode : new String[] {"DELETE", "WAL"}) {
      Path path = make(mode + ".db", mode);
      try (Sqlite one = Sqlite.open(path.toString());
          Sqlite other = Sqlite.open(path.toString())) {
        one.execute("BEGIN IMMEDIATE");
        assertThat(one.inTransaction()).isTrue();
        assertThatThrownBy(() -> other.execute("INSERT INTO t VALUES(2)"))
            .isInstanceOfSatisfying(
                SqliteException.class,
                busy -> {
                  assertThat(busy.isBusy()).isTrue();
                  assertThat(busy.fault("x").failure()).isEqualTo(Failure.WRITER_TIMEOUT);
                });
        assertThat(other.values("SELECT x FROM t")).containsExactly("1");
        one.execute("ROLLBACK");
        assertThat(one.inTransaction()).isFalse();
        other.execute("INSERT INTO t VALUES(2)");
      }
    }
  }

  @Test
  void a_copy_in_a_transaction_is_of_its_moment_and_otherwise_of_its_last_step() throws Exception {
    for (boolean pinned : new boolean[] {true, false}) {
      Path path = make("copied-" + pinned + ".db", "WAL");
      Path copied = directory.resolve("copy-" + pinned + ".db");
      try (Sqlite source = Sqlite.open(path.toString());
          Sqlite writer = Sqlite.open(path.toString());
          Sqlite target = Sqlite.create(copied.toString())) {
        writer.execute("INSERT INTO t VALUES(zeroblob(100000))");
        if (pinned) {
          source.execute("BEGIN");
          assertThat(source.values("SELECT count(*) FROM t")).containsExactly("2");
        }
        try (Sqlite.Copy copy = source.copyInto(target)) {
          assertThat(copy.step(1)).isFalse();
          writer.execute("INSERT INTO t VALUES(3)");
          assertThat(copy.step(1000)).isTrue();
        }
        assertThat(target.values("SELECT count(*) FROM t")).containsExactly(pinned ? "2" : "3");
        assertThat(target.values("PRAGMA integrity_check")).containsExactly("ok");
      }
    }
  }

  @Test
  void a_checkpoint_says_whether_anything_is_left_in_the_log() throws Exception {
    Path path = make("log.db", "WAL");
    try (Sqlite writer = Sqlite.open(path.toString());
        Sqlite reader = Sqlite.open(path.toString())) {
      writer.execute("INSERT INTO t VALUES(2)");
      assertThat(writer.checkpoint()).isTrue();
      writer.execute("INSERT INTO t VALUES(3)");
      reader.execute("BEGIN");
      assertThat(reader.values("SELECT x FROM t")).hasSize(3);
      writer.execute("INSERT INTO t VALUES(4)");
      assertThat(writer.checkpoint()).isFalse();
      reader.execute("ROLLBACK");
      assertThat(writer.checkpoint()).isTrue();
    }
  }

  @Test
  void the_log_stays_when_the_last_one_closes_if_that_is_wanted() throws Exception {
    Path path = make("kept.db", "WAL");
    Path log = directory.resolve("kept.db-wal");
    try (Sqlite database = Sqlite.open(path.toString())) {
      database.execute("INSERT INTO t VALUES(2)");
    }
    assertThat(log).doesNotExist();
    try (Sqlite database = Sqlite.open(path.toString())) {
      database.keepLogOnClose();
      database.execute("INSERT INTO t VALUES(3)");
    }
    assertThat(log).isNotEmptyFile();
  }

  @Test
  void a_name_that_leads_elsewhere_by_now_is_noticed() throws Exception {
    Path path = make("moved.db", "DELETE");
    try (Sqlite database = Sqlite.open(path.toString())) {
      assertThat(database.values("SELECT x FROM t")).hasSize(1);
      assertThat(database.hasMoved()).isFalse();
      Path other = make("other.db", "DELETE");
      Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
      assertThat(database.hasMoved()).isTrue();
    }
  }

  @Test
  void nothing_is_made_and_no_link_followed_and_nothing_else_believed() throws Exception {
    Path missing = directory.resolve("missing.db");
    assertThatThrownBy(() -> Sqlite.open(missing.toString())).isInstanceOf(SqliteException.class);
    assertThat(missing).doesNotExist();
    Path link = Files.createSymbolicLink(missing, make("real.db", "DELETE"));
    assertThatThrownBy(() -> Sqlite.open(link.toString())).isInstanceOf(SqliteException.class);
    Path text = Files.writeString(directory.resolve("text.db"), "no database at all".repeat(99));
    try (Sqlite database = Sqlite.open(text.toString())) {
      assertThatThrownBy(() -> database.execute("BEGIN IMMEDIATE"))
          .isInstanceOfSatisfying(
              SqliteException.class,
              refused ->
                  assertThat(refused.fault("x").failure()).isEqualTo(Failure.WRITER_NON_RETRYABLE));
    }
  }

  @Test
  void a_machine_without_the_library_is_told_what_to_install() {
    assertThatThrownBy(() -> SqliteLibrary.load("libsqlite3.so.none"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("libsqlite3-0");
    assertThatThrownBy(() -> SqliteLibrary.load("libc.so.6"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("sqlite3_open_v2");
  }

  @Test
  void one_that_is_closed_is_used_no_more() throws Exception {
    Sqlite database = Sqlite.open(make("closed.db", "WAL").toString());
    database.close();
    database.close();
    assertThatThrownBy(() -> database.execute("SELECT 1"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(database::inTransaction).isInstanceOf(IllegalStateException.class);
  }
}
