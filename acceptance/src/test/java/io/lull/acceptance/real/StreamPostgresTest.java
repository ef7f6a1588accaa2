package io.lull.acceptance.real;

import static io.lull.acceptance.real.StreamedPostgres.good;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.writer.database.ServerProcess;
import io.lull.writer.postgres.PgBench;
import io.lull.writer.postgres.TestPostgres;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real server under load is streamed and restored by the program. */
class StreamPostgresTest {
  private static final String SUMS =
      """
      SELECT (SELECT sum(abalance) FROM pgbench_accounts) * 7
           + (SELECT sum(bbalance) FROM pgbench_branches) * 3
           + (SELECT sum(tbalance) FROM pgbench_tellers) * 5
           + (SELECT sum(hashtext(h::text)) FROM pgbench_history h)
      """;

  private StreamedPostgres streamed;
  private RestoreStage stage;
  private TestPostgres server;

  @BeforeEach
  void begin() throws Exception {
    streamed = StreamedPostgres.start();
    stage = streamed.stage;
    server = streamed.server;
  }

  @AfterEach
  void end() throws Exception {
    if (streamed != null) {
      streamed.close();
    }
  }

  @Test
  void a_full_and_three_incrementals_under_load_are_restored_to_the_last_ones_end()
      throws Exception {
    try (PgBench load = PgBench.start(server)) {
      good(streamed.stream());
      good(streamed.stream("--incremental"));
      load.goesOn(100);
      good(streamed.stream("--incremental", "--compress", "zstd"));
    }
    good(streamed.stream("--incremental"));
    long sums = server.number(SUMS);
    long rows = server.number("SELECT count(*) FROM pgbench_history");
    assertThat(rows).isPositive();

    good(stage.lull("stream", "verify", streamed.target.toString()));
    Path restored = stage.directory.resolve("restored");
    good(stage.lull("stream", "restore", streamed.target.toString(), "--to", restored.toString()));
    ServerProcess.runAs(
        "postgres", List.of(TestPostgres.binary("pg_verifybackup"), "-n", restored.toString()));
    try (TestPostgres again = TestPostgres.open(restored)) {
      awaitRecovered(again);
      assertThat(again.number("SELECT count(*) FROM pgbench_history")).isEqualTo(rows);
      assertThat(again.number(SUMS)).isEqualTo(sums);
    }
  }

  /** It answers before it has replayed everything. */
  private static void awaitRecovered(TestPostgres server) throws Exception {
    while (server.number("SELECT pg_is_in_recovery()::int") != 0) {
      Thread.onSpinWait();
    }
  }
}
