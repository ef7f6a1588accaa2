package io.lull.writer.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.Logging;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamKind;
import io.lull.writer.database.Calls;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.postgres.PgBench;
import io.lull.writer.postgres.TestPostgres;
import io.lull.writer.source.OpenSource;
import io.lull.writer.source.StreamSource;
import io.lull.writer.source.tar.Archives;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams of a real server under load, and what can be made of them. */
class PostgresSourceTest {
  private Path directory;
  private Path archive;
  private TestPostgres server;

  @BeforeEach
  void start() throws Exception {
    TestPostgres.need();
    directory = ServerProcess.directory("postgres");
    archive = Files.createDirectory(directory.resolve("archive"));
    ServerProcess.give(archive, "postgres");
    server =
        TestPostgres.create(
            directory,
            "-c",
            "archive_mode=on",
            "-c",
            "archive_command=test ! -f " + archive + "/%f && cp %p " + archive + "/%f");
    server.sql("GRANT EXECUTE ON FUNCTION pg_switch_wal() TO lull");
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      // Killed, it would leave a program that still copies into its archive.
      server.process().end("INT");
      server.close();
    }
    if (directory != null) {
      ServerProcess.remove(directory);
    }
  }

  private StreamSource source(String... more) throws Exception {
    return source(server.settings(more));
  }

  private static StreamSource source(Map<String, String> settings) {
    return new PostgresSourceFactory().create(new HostId("h1"), new InstanceId("main"), settings);
  }

  private StreamSource archived() throws Exception {
    return source("archive", archive.toString());
  }

  /** All that there is in the tables, as numbers. */
  private static List<Long> contents(TestPostgres server) throws Exception {
    List<Long> contents = new ArrayList<>();
    for (String table :
        List.of(
            "pgbench_accounts",
            "pgbench_branches",
            "pgbench_tellers",
            "pgbench_history",
            "far",
            "later")) {
      contents.add(
          server.number(
              "SELECT coalesce(sum(hashtextextended(t::text, 0)), 0)::numeric % 1000000007 FROM "
                  + table
                  + " t"));
      contents.add(server.number("SELECT count(*) FROM " + table));
    }
    return contents;
  }

  private void withChecksumsAndTables() throws Exception {
    server.process().end("INT");
    ServerProcess.runAs(
        "postgres",
        List.of(TestPostgres.binary("pg_checksums"), "-e", "-N", "-D", server.data().toString()));
    server.startAgain();
    Path space = Files.createDirectory(directory.resolve("a space"));
    ServerProcess.give(space, "postgres");
    PgBench.fill(server);
    server.sql(
        "CREATE TABLESPACE away LOCATION '" + space + "'",
        "CREATE TABLE far TABLESPACE away AS SELECT generate_series(1, 1000) i",
        "CREATE UNLOGGED TABLE quick AS SELECT generate_series(1, 1000) i",
        "CREATE TABLE later (i int)",
        "CREATE TABLE dropped AS SELECT generate_series(1, 10000) i");
  }

  @Test
  void a_full_and_three_incrementals_under_load_become_a_server_with_the_same_contents()
      throws Exception {
    withChecksumsAndTables();
    StreamSource source = archived();
    Stored stored = new Stored(directory.resolve("stored"));
    List<Long> expected;
    try (PgBench bench = PgBench.start(server)) {
      bench.goesOn(20);
      stored.stream(
          source,
          StreamKind.FULL,
          () -> {
            bench.goesOn(20);
            // What was listed goes, and what was not listed comes.
            server.sql(
                "DROP TABLE IF EXISTS dropped",
                "CHECKPOINT",
                "CREATE TABLE IF NOT EXISTS new AS SELECT generate_series(1, 1000) i",
                "INSERT INTO later VALUES (1)",
                "INSERT INTO far SELECT generate_series(1, 100)");
          },
          () -> bench.goesOn(20));
      for (int i = 0; i < 2; i++) {
        bench.goesOn(50);
        server.sql("INSERT INTO later SELECT generate_series(1, 1000)", "CHECKPOINT");
        stored.stream(source, StreamKind.INCREMENTAL, () -> {}, () -> {});
      }
      bench.goesOn(50);
    }
    expected = contents(server);
    stored.stream(source, StreamKind.INCREMENTAL, () -> {}, () -> {});
    server.sql("INSERT INTO later VALUES (-1)");
    Calls.await(() -> server.writers() == 0);

    Path data = stored.restore(directory.resolve("restored"));
    // The table that was dropped was listed, and was not there when it was its turn.
    assertThat(stored.about()).containsPattern("\"gone\":\\[\"base/\\d+/\\d+\"");
    assertThat(data.resolve("backup_label")).exists();
    assertThat(data.resolve("postmaster.pid")).doesNotExist();
    Stored.verify(data);
    try (TestPostgres restored = TestPostgres.open(data)) {
      Calls.await(() -> restored.number("SELECT pg_is_in_recovery()::int") == 0);
      assertThat(contents(restored)).isEqualTo(expected);
      assertThat(restored.number("SELECT count(*) FROM quick")).isZero();
      assertThat(restored.number("SELECT count(*) FROM new")).isEqualTo(1000);
      assertThat(restored.number("SELECT count(*) FROM pg_class WHERE relname = 'dropped'"))
          .isZero();
      ServerProcess.run(
          List.of(
              TestPostgres.binary("pg_amcheck"),
              "-h",
              "127.0.0.1",
              "-p",
              Integer.toString(restored.port()),
              "-U",
              "boss",
              "--install-missing",
              "--heapallindexed",
              "postgres"));
      restored.process().end("INT");
      ServerProcess.runAs(
          "postgres", List.of(TestPostgres.binary("pg_checksums"), "-c", "-D", data.toString()));
    }
  }

  @Test
  void without_an_archive_its_own_log_makes_a_full_stream_complete() throws Exception {
    PgBench.fill(server);
    server.sql("CREATE TABLE far (i int)", "CREATE TABLE later (i int)");
    StreamSource source = source();
    Stored stored = new Stored(directory.resolve("stored"));
    try (PgBench bench = PgBench.start(server)) {
      stored.stream(
          source,
          StreamKind.COPY,
          () -> {
            bench.goesOn(20);
            // Without the slot the server would reuse what is needed.
            server.sql(
                "SELECT pg_switch_wal()",
                "CHECKPOINT",
                "INSERT INTO later VALUES (1)",
                "SELECT pg_switch_wal()",
                "CHECKPOINT");
          },
          () -> {});
    }
    Calls.await(
        () ->
            server.writers() == 0
                && server.number("SELECT count(*) FROM pg_replication_slots") == 0);
    Path data = stored.restore(directory.resolve("restored"));
    Stored.verify(data);
    try (TestPostgres restored = TestPostgres.open(data)) {
      Calls.await(() -> restored.number("SELECT pg_is_in_recovery()::int") == 0);
      assertThat(restored.number("SELECT count(*) FROM later")).isEqualTo(1);
      assertThat(restored.number("SELECT sum(abalance) FROM pgbench_accounts"))
          .isEqualTo(restored.number("SELECT coalesce(sum(delta), 0) FROM pgbench_history"));
    }
    try (OpenSource open = source.begin(StreamKind.INCREMENTAL)) {
      assertThat(open.facts().logging()).isEqualTo(Logging.CIRCULAR);
    }
  }

  @Test
  void incrementals_of_a_server_that_does_nothing_follow_each_other() throws Exception {
    StreamSource source = archived();
    Stored stored = new Stored(directory.resolve("stored"));
    stored.stream(source, StreamKind.FULL, () -> {}, () -> {});
    long before = stored.last().generations().last();
    for (int i = 0; i < 3; i++) {
      stored.stream(source, StreamKind.INCREMENTAL, () -> {}, () -> {});
      assertThat(stored.last().generations().first()).isLessThanOrEqualTo(before + 1);
      assertThat(stored.last().generations().last()).isGreaterThan(before);
      before = stored.last().generations().last();
      server.sql("CHECKPOINT");
    }
  }

  @Test
  void what_was_archived_before_a_full_stream_is_not_its_own_to_let_go() throws Exception {
    server.sql("CREATE TABLE early (i int)", "SELECT pg_switch_wal()");
    Calls.await(() -> !Archive.list(archive).isEmpty());
    long early = Archive.list(archive).firstKey();

    try (OpenSource open = archived().begin(StreamKind.FULL)) {
      assertThat(open.roll().generations().first()).isEqualTo(open.facts().checkpoint());
    }

    assertThat(Archive.list(archive)).containsKey(early);
    try (OpenSource open = archived().begin(StreamKind.INCREMENTAL)) {
      assertThat(open.roll().contains(early)).isTrue();
    }
  }

  @Test
  void what_is_left_half_way_leaves_nothing_in_the_server() throws Exception {
    OpenSource open = source().begin(StreamKind.FULL);
    assertThat(open.facts().databases()).containsExactly(new DatabaseId("cluster"));
    assertThat(server.writers()).isEqualTo(1);
    try (var file = open.open(new StreamFile.DatabaseFile(new DatabaseId("cluster")))) {
      file.read(0, ByteBuffer.allocate(1 << 20));
      open.close();
    }
    demandNothingLeft();
    assertThat(server.process().said()).contains("aborting backup due to backend exiting");
  }

  private void demandNothingLeft() throws Exception {
    Calls.await(
        () ->
            server.writers() == 0
                && server.number("SELECT count(*) FROM pg_replication_slots") == 0);
  }

  @Test
  void a_node_that_dies_or_falls_silent_is_not_waited_for() throws Exception {
    Map<String, String> settings = server.settings("idle", "6s", "timeout", "3s");
    Process killed = Silent.start(settings);
    assertThat(server.writers()).isEqualTo(1);
    killed.destroyForcibly().waitFor();
    demandNothingLeft();

    Process stopped = Silent.start(settings);
    try {
      ServerProcess.run(List.of("kill", "-STOP", Long.toString(stopped.pid())));
      demandNothingLeft();
      assertThat(server.process().said())
          .contains("terminating connection due to idle-session timeout");
    } finally {
      stopped.destroyForcibly().waitFor();
    }
  }

  @Test
  void a_node_that_lives_keeps_its_backup_for_longer_than_it_may_be_silent() throws Exception {
    try (OpenSource open = source("idle", "10s", "timeout", "5s").begin(StreamKind.COPY)) {
      long backend = server.number("SELECT pid FROM pg_stat_activity WHERE usename = 'lull'");
      long began = server.number("SELECT extract(epoch FROM now()) * 1000");
      Calls.await(() -> server.number("SELECT extract(epoch FROM now()) * 1000") > began + 12_000);
      assertThat(server.number("SELECT pid FROM pg_stat_activity WHERE usename = 'lull'"))
          .isEqualTo(backend);
      assertThat(open.roll().isEmpty()).isFalse();
    }
  }

  @Test
  void only_the_logs_that_are_named_are_deleted() throws Exception {
    Path segment = archive.resolve("000000010000000000000021");
    for (String name :
        List.of(
            "000000010000000000000021",
            "000000010000000000000022",
            "000000010000000000000023",
            "000000020000000000000021",
            "000000010000000000000021.gz",
            "000000010000000000000021.partial",
            "000000010000000000000021.00000028.backup",
            "00000002.history")) {
      Files.write(archive.resolve(name), new byte[16 << 20]);
    }
    Files.writeString(archive.resolve("000000010000000000000024"), "short");
    Files.createDirectory(archive.resolve("000000010000000000000025"));
    Path outside = Files.write(directory.resolve("outside"), new byte[16 << 20]);
    Files.createSymbolicLink(archive.resolve("000000010000000000000026"), outside);
    List<String> before = names();
    archived().delete(Logs.of(List.of(0x21L, 0x23L, 0x24L, 0x25L, 0x26L, 0x99L)));
    before.removeAll(List.of("000000010000000000000021", "000000010000000000000023"));
    assertThat(names()).isEqualTo(before);
    assertThat(segment).doesNotExist();
    assertThat(outside).exists();
    archived().delete(Logs.of(List.of(0x21L)));
    source().delete(Logs.of(List.of(0x22L)));
    assertThat(names()).isEqualTo(before);
  }

  private List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(archive)) {
      return new ArrayList<>(files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void what_the_server_says_is_in_the_archives() throws Exception {
    server.sql("CREATE TABLE t AS SELECT generate_series(1, 100) i");
    Stored stored = new Stored(directory.resolve("stored"));
    stored.stream(archived(), StreamKind.FULL, () -> {}, () -> {});
    List<String> cluster =
        Archives.tar("-tf", directory.resolve("stored/0-cluster.tar").toString()).lines().toList();
    assertThat(cluster)
        .contains(
            "pg_wal/", "pg_wal/archive_status/", "pg_replslot/", "global/pg_control", "PG_VERSION")
        .doesNotContain("postmaster.pid", "backup_label")
        .noneMatch(name -> name.startsWith("pg_wal/0") || name.contains("pg_internal.init"));
    assertThat(cluster).doesNotHaveDuplicates();
  }
}
