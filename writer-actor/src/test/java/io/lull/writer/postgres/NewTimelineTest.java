package io.lull.writer.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.Ports;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.RestoreOrder;
import io.lull.protocol.writer.RestoreTarget;
import io.lull.writer.database.Calls;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.HandlerContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that archives its log and is put back to where it was some files of the log ago. */
class NewTimelineTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static Path directory;
  private static ArchivingPostgres archiving;
  private static Path copy;
  private static ComponentId component;

  @BeforeAll
  static void set_is_made_and_the_server_goes_on() throws Exception {
    TestPostgres.need();
    directory = ServerProcess.directory("postgres");
    archiving = ArchivingPostgres.create(directory.resolve("home"));
    TestPostgres server = archiving.server();
    server.sql(
        "CREATE TABLE note (text text)",
        "INSERT INTO note VALUES ('before')",
        "ALTER SYSTEM SET work_mem = '5MB'",
        "SELECT pg_switch_wal()");
    PostgresWriter writer = server.writer();
    component = writer.describe().components().getFirst().id();
    HandlerContext set = Calls.set(LIMIT);
    writer.prepareForSnapshot(set, Calls.volumes(server.data()), Copies.NONE);
    var hold = writer.freeze(set, Calls.lease(LIMIT));
    copy = ServerProcess.copy(server.data(), directory.resolve("copy"));
    assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
    writer.postSnapshot(set, Calls.copies(Map.of(server.data(), copy)));
    server.sql("INSERT INTO note VALUES ('after')", "SELECT pg_switch_wal()");
    Calls.await(() -> archiving.archived().size() >= 4);
    server.process().end("INT");
  }

  @AfterAll
  static void stop() throws Exception {
    if (archiving != null) {
      archiving.close();
    }
    if (directory != null) {
      ServerProcess.remove(directory);
    }
  }

  private static Path putBack(String name, String options) throws Exception {
    Path data = ServerProcess.copy(copy, directory.resolve(name));
    PostgresWriter writer =
        archiving
            .server()
            .writer("port", Integer.toString(Ports.free()), "data-directory", data.toString());
    HandlerContext set = Calls.set(LIMIT);
    writer.preRestore(set, Map.of(component, new RestoreOrder(RestoreTarget.ORIGINAL, options)));
    writer.postRestore(set, Map.of(component, FileRestoreStatus.ALL), false);
    return data;
  }

  @Test
  void archives_on_under_names_that_nothing_has_yet() throws Exception {
    int before = archiving.archived().size();
    Path data = putBack("restored", "");

    try (TestPostgres restored = archiving.open(data)) {
      Calls.await(() -> restored.text("SELECT pg_is_in_recovery()").equals("f"));
      restored.sql("INSERT INTO note VALUES ('since')", "SELECT pg_switch_wal()");

      Calls.await(() -> archiving.archived().size() > before);
      assertThat(archiving.archived().last()).startsWith("00000002");
      assertThat(restored.number("SELECT failed_count FROM pg_stat_archiver")).isZero();
      assertThat(restored.text("SELECT string_agg(text, ' ') FROM note")).isEqualTo("before since");
      assertThat(restored.text("SHOW work_mem")).isEqualTo("5MB");
      assertThat(Files.readString(data.resolve("postgresql.auto.conf")))
          .contains("work_mem")
          .doesNotContain("lull", "restore_command");
      assertThat(data.resolve("recovery.signal")).doesNotExist();
    }
  }

  @Test
  void leaves_nothing_behind_for_a_restore_that_goes_on_otherwise() throws Exception {
    Path data = putBack("twice", "");
    assertThat(data.resolve("postgresql.auto.conf")).content().contains("restore_command");

    Restore.sign(data, Restore.How.STANDBY);

    assertThat(data.resolve("postgresql.auto.conf"))
        .content()
        .contains("work_mem")
        .doesNotContain("restore_command", "lull");
    assertThat(data.resolve("standby.signal")).exists();
    assertThat(data.resolve("recovery.signal")).doesNotExist();
  }

  @Test
  void is_not_begun_where_nothing_was_archived() throws Exception {
    Path data = ServerProcess.copy(copy, directory.resolve("quiet"));
    ServerProcess.remove(data.resolve("pg_wal/archive_status"));

    Restore.sign(data, Restore.How.CUT);

    assertThat(data.resolve("recovery.signal")).doesNotExist();
    assertThat(data.resolve("postgresql.auto.conf")).content().doesNotContain("restore_command");
  }

  @Test
  void reads_no_settings_through_a_link() throws Exception {
    Path data = ServerProcess.copy(copy, directory.resolve("linked"));
    Path secret = Files.writeString(directory.resolve("secret-of-root"), "secret = 1\n");
    Path settings = data.resolve("postgresql.auto.conf");
    Files.delete(settings);
    Files.createSymbolicLink(settings, secret);

    Restore.sign(data, Restore.How.CUT);

    assertThat(settings).isRegularFile().content().doesNotContain("secret");
    assertThat(secret).hasContent("secret = 1\n");
  }
}
