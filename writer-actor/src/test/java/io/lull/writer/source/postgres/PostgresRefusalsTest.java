package io.lull.writer.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamKind;
import io.lull.writer.database.Calls;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.postgres.TestPostgres;
import io.lull.writer.source.OpenSource;
import io.lull.writer.source.SourceException;
import io.lull.writer.source.StreamSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a source of PostgreSQL says when it cannot be. */
class PostgresRefusalsTest {
  private static Path directory;
  private static Path archive;
  private static TestPostgres server;

  @BeforeAll
  static void start() throws Exception {
    TestPostgres.need();
    directory = ServerProcess.directory("postgres");
    archive = Files.createDirectory(directory.resolve("archive"));
    server = TestPostgres.create(directory, "-c", "archive_mode=on");
    server.sql("GRANT EXECUTE ON FUNCTION pg_switch_wal() TO lull");
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

  private static StreamSource source(Map<String, String> settings) {
    return new PostgresSourceFactory().create(new HostId("h1"), new InstanceId("main"), settings);
  }

  private static StreamSource source(String... more) throws Exception {
    return source(server.settings(more));
  }

  private static Fault refused(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(SourceException.class);
    return ((SourceException) thrown).fault();
  }

  private static void archiveBy(String command) throws Exception {
    server.sql("ALTER SYSTEM SET archive_command = '" + command + "'", "SELECT pg_reload_conf()");
    Calls.await(
        () ->
            server.number(
                    "SELECT count(*) FROM pg_settings WHERE name = 'archive_command'"
                        + " AND setting = '"
                        + command
                        + "'")
                == 1);
  }

  @Test
  void an_archiver_that_fails_is_named_with_what_the_server_knows_of_it() throws Exception {
    archiveBy("false");
    try (OpenSource open =
        source("archive", archive.toString(), "archiver", "60s").begin(StreamKind.FULL)) {
      Fault fault = refused(open::roll);
      assertThat(fault.failure()).isEqualTo(Failure.WRITER_TIMEOUT);
      assertThat(fault.detail())
          .contains("the archiver")
          .containsPattern("failed \\d+ times, last with [0-9A-F]{24} at 20");
    }
    Calls.await(() -> server.writers() == 0);
  }

  @Test
  void an_archive_that_is_somewhere_else_is_noticed() throws Exception {
    archiveBy("true");
    try (OpenSource open = source("archive", archive.toString()).begin(StreamKind.INCREMENTAL)) {
      Fault fault = refused(open::roll);
      assertThat(fault.failure()).isEqualTo(Failure.WRITER_NON_RETRYABLE);
      assertThat(fault.detail())
          .contains("archive_command to put WAL files into " + archive)
          .contains("compressed");
    }
  }

  @Test
  void what_is_missing_is_said_with_what_mends_it() throws Exception {
    String pgWal = server.data().resolve("pg_wal").toString();
    assertThat(refused(() -> source("archive", pgWal).begin(StreamKind.FULL)).detail())
        .contains("a server's own pg_wal");
    assertThat(
            refused(
                    () ->
                        source("archive", directory.resolve("none").toString())
                            .begin(StreamKind.FULL))
                .detail())
        .contains("none as archive");
    server.sql(
        "REVOKE EXECUTE ON FUNCTION pg_switch_wal() FROM lull", "ALTER ROLE lull NOREPLICATION");
    assertThat(refused(() -> source("archive", archive.toString()).begin(StreamKind.FULL)).detail())
        .contains("GRANT EXECUTE ON FUNCTION pg_switch_wal() TO \"lull\";")
        .doesNotContain("REPLICATION");
    assertThat(refused(() -> source().look()).detail())
        .contains("ALTER ROLE \"lull\" REPLICATION;");
    assertThat(refused(() -> source().begin(StreamKind.FULL)).detail())
        .contains("ALTER ROLE \"lull\" REPLICATION;")
        .doesNotContain("pg_switch_wal");
    server.sql("GRANT EXECUTE ON FUNCTION pg_switch_wal() TO lull", "ALTER ROLE lull REPLICATION");
    source().look();
    Calls.await(() -> server.writers() == 0);
  }

  @Test
  void only_files_of_the_backup_can_be_opened() throws Exception {
    try (OpenSource open = source().begin(StreamKind.COPY)) {
      for (StreamFile file :
          new StreamFile[] {
            new StreamFile.DatabaseFile(new DatabaseId("tablespace-1")),
            new StreamFile.DatabaseFile(new DatabaseId("other")),
            new StreamFile.LogFile(open.facts().checkpoint())
          }) {
        assertThat(refused(() -> open.open(file)).failure())
            .isEqualTo(Failure.MISSING_FILE_TO_BACKUP);
      }
    }
  }

  @Test
  void settings_are_refused_before_anything_is_asked_of_the_server() {
    assertThatThrownBy(() -> source(Map.of("archive", "wal")))
        .hasMessageContaining("expected an absolute archive for postgres instance main");
    assertThatThrownBy(() -> source(Map.of("archiv", "/wal")))
        .hasMessageContaining("did you mean archive?");
    assertThatThrownBy(() -> source(Map.of("idle", "10s")))
        .hasMessageContaining("idle to be at least twice the timeout");
    assertThatThrownBy(() -> source(Map.of("port", "0"))).hasMessageContaining("a port from 1");
  }
}
