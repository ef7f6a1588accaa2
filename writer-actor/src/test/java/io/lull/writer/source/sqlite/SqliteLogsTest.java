package io.lull.writer.source.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.sqlite.Sqlite;
import io.lull.kernel.test.Real;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamKind;
import io.lull.writer.source.OpenSource;
import io.lull.writer.source.SourceException;
import io.lull.writer.source.sqlite.wal.Chain;
import io.lull.writer.sqlite.Application;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of databases whose application lives in another process, and knows nothing of them. */
class SqliteLogsTest {
  private static final String APP = "app.db";

  /** What it says where a WAL cannot be begun anew because somebody reads it. */
  private static final String HELD = "[(1, ";

  @TempDir private Path directory;

  @BeforeEach
  void need() throws Exception {
    Real.need("the package libsqlite3-0", Sqlite.missing().isEmpty());
    directory = directory.toRealPath();
  }

  private Logged logged(String... settings) throws Exception {
    return new Logged(directory, List.of(APP), settings);
  }

  private static void write(Application application, int number) throws Exception {
    assertThat(application.ask("insert into move values (" + number + ")")).isEqualTo("done");
  }

  private static String truncate(Application application) throws Exception {
    // It would wait for whoever holds it.
    assertThat(application.ask("pragma busy_timeout = 50")).isEqualTo("done");
    String said = application.ask("rows pragma wal_checkpoint(truncate)");
    assertThat(application.ask("pragma busy_timeout = 20000")).isEqualTo("done");
    return said;
  }

  private static void refused(ThrowingCallable stream, String why) {
    assertThatThrownBy(stream)
        .isInstanceOfSatisfying(
            SourceException.class,
            failed -> {
              assertThat(failed.fault().failure()).isEqualTo(Failure.MISSING_FILE_TO_BACKUP);
              assertThat(failed.fault().detail()).contains(why).contains("take a full stream");
            });
  }

  /** The same money, the same rows, and whole. */
  private static void same(Application application, Path restored, String name) throws Exception {
    String rows = "rows select count(*), max(n) from move";
    try (Application by = Application.start()) {
      assertThat(by.ask("open " + restored.resolve(name))).isEqualTo("opened");
      assertThat(by.ask(rows)).isEqualTo(application.ask(rows));
    }
    assertThat(application.check(restored.resolve(name)))
        .isEqualTo("ok 100000 " + application.digest());
  }

  @Test
  void a_full_and_three_incrementals_are_what_the_application_had_at_the_last_ones_end()
      throws Exception {
    Path path = directory.resolve(APP);
    Logs last;
    try (Logged logged = logged();
        Application after = Application.start()) {
      try (Application application = Application.writing(path, "WAL")) {
        // Writes while it is copied, of pages that are copied already and of others.
        logged.full(() -> application.makesMoves(50));
        logged.incremental();
        application.makesMoves(200);
        assertThat(application.ask("open " + path)).isEqualTo("opened");
        truncate(application);
        last = logged.incremental();
        application.makesMoves(100);
        assertThat(application.ask("errors")).startsWith("0 ");
      }
      // It was killed, perhaps while it wrote.
      assertThat(after.ask("open " + path)).isEqualTo("opened");
      assertThat(logged.incremental().generations().getFirst())
          .isEqualTo(last.generations().getLast() + 1);
      same(after, restored(logged), APP);
    }
  }

  /** By an application of its own, so that it can be compared with one that is still open. */
  private static Path restored(Logged logged) throws Exception {
    try (Application by = Application.start()) {
      return logged.restore(by);
    }
  }

  @Test
  void the_wal_is_held_from_the_first_full_stream_on_and_begun_anew_after_each() throws Exception {
    try (Logged logged = logged();
        Application application = Application.start()) {
      Path path = directory.resolve(APP);
      application.make(path, "WAL");
      assertThat(truncate(application)).startsWith("[(0, ");
      logged.full();
      for (int i = 0; i < 200; i++) {
        write(application, i);
      }
      assertThat(truncate(application)).startsWith(HELD);
      long grown = Files.size(directory.resolve(APP + "-wal"));
      logged.incremental();
      // All is in a log, so the WAL is the application's again, once.
      write(application, 1000);
      assertThat(truncate(application)).startsWith(HELD);
      write(application, 1001);
      assertThat(Files.size(directory.resolve(APP + "-wal"))).isEqualTo(grown);
      logged.incremental();
      assertThat(truncate(application)).startsWith("[(0, ");
      write(application, 1002);
      logged.incremental();
      same(application, restored(logged), APP);
    }
  }

  @Test
  void an_application_that_comes_and_goes_does_not_take_the_wal_with_it() throws Exception {
    Path path = directory.resolve(APP);
    try (Logged logged = logged();
        Application application = Application.start()) {
      application.make(path, "WAL");
      logged.full();
      write(application, 1);
      assertThat(application.ask("close")).isEqualTo("closed");
      assertThat(application.ask("open " + path)).isEqualTo("opened");
      assertThat(application.ask("rows pragma journal_mode = delete")).startsWith("failed");
      write(application, 2);
      logged.incremental();
      same(application, restored(logged), APP);
    }
  }

  @Test
  void after_a_restart_of_the_node_the_chain_goes_on_if_nothing_was_lost() throws Exception {
    try (Logged logged = logged();
        Application application = Application.start()) {
      application.make(directory.resolve(APP), "WAL");
      logged.full();
      write(application, 1);
      logged.awaitNoted();
      logged.nodeEnds();
      write(application, 2);
      logged.nodeStarts();
      logged.incremental();
      write(application, 3);
      logged.incremental();
      same(application, restored(logged), APP);
    }
  }

  @Test
  void what_was_written_while_nobody_held_the_wal_is_never_bridged() throws Exception {
    try (Logged logged = logged();
        Application application = Application.start()) {
      application.make(directory.resolve(APP), "WAL");
      Logs full = logged.full();
      write(application, 1);
      logged.nodeEnds();
      write(application, 2);
      truncate(application);
      write(application, 3);
      logged.nodeStarts();
      refused(logged::incremental, "was begun anew while this node did not hold it");
      refused(logged::incremental, "was begun anew");
      long fresh = logged.full().generations().getFirst();
      assertThat(fresh).isGreaterThan(full.generations().getLast() + 1);
      write(application, 4);
      logged.incremental();
      same(application, restored(logged), APP);
    }
  }

  @Test
  void where_all_is_lost_that_was_known_no_number_comes_again() throws Exception {
    try (Logged logged = logged();
        Application application = Application.start()) {
      application.make(directory.resolve(APP), "WAL");
      long last = logged.full().generations().getLast();
      logged.nodeEnds();
      Files.writeString(logged.logs().resolve("chain"), "next=\\u00zz");
      logged.nodeStarts();
      refused(logged::incremental, "no logs are kept here");
      // Numbers are of seconds.
      long next = last;
      while (next == last) {
        next = logged.full().generations().getFirst();
      }
      assertThat(next).isGreaterThan(last);
    }
  }

  @Test
  void another_file_of_the_same_name_is_no_part_of_the_chain() throws Exception {
    Path path = directory.resolve(APP);
    try (Logged logged = logged();
        Application application = Application.start();
        Application other = Application.start()) {
      application.make(path, "WAL");
      other.make(directory.resolve("other.db"), "WAL");
      assertThat(other.ask("close")).isEqualTo("closed");
      logged.full();
      Files.move(directory.resolve("other.db"), path, StandardCopyOption.REPLACE_EXISTING);
      refused(logged::incremental, "is another file than it was");
    }
  }

  @Test
  void a_wal_that_grows_beyond_its_limit_is_let_go() throws Exception {
    try (Logged logged = logged("wal-limit", "256K");
        Application application = Application.start()) {
      application.make(directory.resolve(APP), "WAL");
      logged.full();
      for (int i = 0; i < 400; i++) {
        write(application, i);
      }
      while (Chain.read(logged.logs()).orElseThrow().broken().isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(truncate(application)).startsWith("[(0, ");
      assertThat(Files.size(directory.resolve(APP + "-wal"))).isZero();
      refused(logged::incremental, "has grown beyond wal-limit");
      logged.full();
    }
  }

  @Test
  void nothing_is_held_where_no_full_stream_got_as_far_as_its_logs() throws Exception {
    try (Logged logged = logged();
        Application application = Application.start()) {
      application.make(directory.resolve(APP), "WAL");
      try (OpenSource open = logged.source().begin(StreamKind.INCREMENTAL)) {
        assertThat(open.facts().databases()).containsExactly(new DatabaseId(APP));
      }
      assertThat(truncate(application)).startsWith("[(0, ");
      try (OpenSource _ = logged.source().begin(StreamKind.FULL)) {
        write(application, 1);
        assertThat(truncate(application)).startsWith(HELD);
      }
      assertThat(truncate(application)).startsWith("[(0, ");
      try (OpenSource copy = logged.source().begin(StreamKind.COPY)) {
        write(application, 2);
        assertThat(truncate(application)).startsWith("[(0, ");
        assertThat(copy.roll()).isEqualTo(Logs.of(List.of(copy.facts().checkpoint())));
      }
      refused(logged::incremental, "was not finished");
    }
  }

  @Test
  void a_database_without_a_wal_is_refused_with_what_to_do() throws Exception {
    try (Logged logged = logged();
        Application application = Application.start()) {
      application.make(directory.resolve(APP), "DELETE");
      assertThatThrownBy(logged::full)
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("its journal mode is delete")
          .hasMessageContaining("PRAGMA journal_mode=WAL, or set logs = none");
      assertThat(application.ask("rows pragma journal_mode = wal")).isEqualTo("[('wal',)]");
      logged.full();
    }
  }

  @Test
  void logs_that_were_damaged_or_removed_are_missed() throws Exception {
    try (Logged logged = logged();
        Application application = Application.start()) {
      application.make(directory.resolve(APP), "WAL");
      long generation = logged.full(() -> write(application, 1)).generations().getLast();
      Path log = logged.logs().resolve("log-%016d".formatted(generation));
      byte[] bytes = Files.readAllBytes(log.resolve(APP + ".wal"));
      bytes[bytes.length - 1]++;
      Files.write(log.resolve(APP + ".wal"), bytes);
      try (OpenSource open = logged.source().begin(StreamKind.INCREMENTAL)) {
        assertThat(open.roll().contains(generation)).isTrue();
        assertThatThrownBy(() -> open.open(new StreamFile.LogFile(generation)))
            .hasMessageContaining("as it was written, but it is not");
      }
      Files.delete(log.resolve("parts"));
      try (OpenSource open = logged.source().begin(StreamKind.INCREMENTAL)) {
        assertThat(open.roll().contains(generation)).isFalse();
      }
      logged.source().delete(Logs.of(List.of(generation, generation + 1)));
      assertThat(log).doesNotExist();
    }
  }
}
