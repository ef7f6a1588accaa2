package io.lull.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.wire.api.StreamView;
import io.lull.writer.postgres.ArchivingPostgres;
import io.lull.writer.postgres.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A real server is in backup mode when whoever reads it dies, or the node through which it is read:
 * it does not stay in backup mode, and no log goes.
 */
class StreamServerDeathTest {
  private static final String DB = "db";

  private static StreamStage stage;
  private static ArchivingPostgres postgres;
  private SortedSet<String> archived;
  private List<String> backups;

  @BeforeAll
  static void begin() throws Exception {
    TestPostgres.need();
    Path directory = StreamStage.make();
    postgres = ArchivingPostgres.create(directory.resolve("server"));
    postgres.server().sql("CREATE TABLE t AS SELECT generate_series(1, 50000) AS n");
    stage = StreamStage.start(directory, StreamStage.SHORT_LEASE + instance(postgres.settings()));
  }

  private static String instance(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(entry -> entry.getKey() + " = \"" + entry.getValue() + "\"")
        .collect(Collectors.joining(", ", "instances.db { kind = postgres, ", " }\n"));
  }

  @AfterAll
  static void end() throws Exception {
    if (postgres != null) {
      postgres.close();
    }
    if (stage != null) {
      stage.close();
    }
  }

  /** Logs that a backup may let go, and no stream that fails. */
  @BeforeEach
  void writeLogs() throws Exception {
    for (int log = 0; log < 3; log++) {
      postgres.server().sql("INSERT INTO t VALUES (0)", "SELECT pg_switch_wal()");
    }
    postgres.server().sql("CHECKPOINT");
    StreamStage.await("files in the archive", () -> archived().size() >= 3);
    archived = archived();
    backups = stage.backups(DB);
  }

  private static SortedSet<String> archived() {
    try {
      return postgres.archived();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  /** Backup mode belongs to a connection, and all connections of the node would be there. */
  private static boolean isInBackup() {
    try {
      return postgres.server().writers() > 0;
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  private void demandNothingOfIt() throws Exception {
    stage.awaitFree(DB);
    StreamStage.await("the server to be out of backup mode", () -> !isInBackup());
    assertThat(stage.backups(DB)).isEqualTo(backups);
    assertThat(archived()).containsAll(archived);
    stage.demandBackup(DB);
    stage.demandBackup(DB, "--incremental");
    // This one lets logs go, so that the look above could have failed.
    StreamStage.await("logs to go", () -> !archived().contains(archived.first()));
  }

  @Test
  void a_server_is_out_of_backup_mode_when_the_lease_of_its_reader_is_over() throws Exception {
    Started stream = stage.started(DB, "--rate", "1M");
    stage.awaitHalfAFile(DB);
    assertThat(isInBackup()).isTrue();

    stream.kill();
    var _ = stream.ran();

    demandNothingOfIt();
    StreamView killed = stage.stream(DB, 2);
    assertThat(killed.outcome()).contains(StreamOutcome.ABORTED_BY_CALLER);
  }

  @Test
  void a_node_that_is_killed_takes_its_server_out_of_backup_mode_and_says_what_became_of_it()
      throws Exception {
    Started stream = stage.started(DB, "--rate", "1M");
    stage.awaitHalfAFile(DB);
    assertThat(isInBackup()).isTrue();

    // Else it would depend on the speed of this machine whether he sees both lives of the node.
    stream.stop();
    stage.node.kill();

    StreamStage.await("the server to be out of backup mode", () -> !isInBackup());
    stage.node.start();
    stream.goOn();
    Ran ran = stream.ran();
    assertThat(ran.exit()).as(ran.toString()).isNotZero();
    assertThat(ran.err())
        .contains("HOST_UNREACHABLE: expected host here to stay until its stream ended")
        .doesNotContain("Exception", "\tat ");
    demandNothingOfIt();
    StreamView killed = stage.stream(DB, 2);
    assertThat(killed.over()).isTrue();
    assertThat(killed.stored()).isFalse();
    assertThat(killed.fault())
        .hasValueSatisfying(
            fault -> assertThat(fault.failure()).isEqualTo(Failure.HOST_UNREACHABLE));
  }
}
