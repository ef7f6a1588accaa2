package io.lull.acceptance.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.ExitCode;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.postgres.ArchivingPostgres;
import io.lull.writer.postgres.TestPostgres;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real server under load is streamed, stopped and restored by the program. */
class StreamPostgresTest {
  private static final String SUMS =
      """
      SELECT (SELECT sum(abalance) FROM pgbench_accounts) * 7
           + (SELECT sum(bbalance) FROM pgbench_branches) * 3
           + (SELECT sum(tbalance) FROM pgbench_tellers) * 5
           + (SELECT sum(hashtext(h::text)) FROM pgbench_history h)
      """;

  private RestoreStage stage;
  private TestPostgres server;
  private ArchivingPostgres postgres;
  private Path target;

  @BeforeEach
  void begin() throws Exception {
    TestPostgres.need();
    stage = RestoreStage.make();
    target = stage.directory.resolve("target");
    postgres = ArchivingPostgres.create(stage.directory.resolve("server"));
    server = postgres.server();
    pgbench("-i", "-q", "-s", "3");
    stage.start(
        "instances.db { kind = postgres, %s }".formatted(RealNode.settings(postgres.settings())));
  }

  @AfterEach
  void end() throws Exception {
    if (stage != null) {
      stage.close();
    }
    if (postgres != null) {
      postgres.close();
    }
  }

  private List<String> bench(String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                TestPostgres.binary("pgbench"),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(server.port()),
                "-U",
                "boss"));
    command.addAll(List.of(more));
    command.add("postgres");
    return command;
  }

  private void pgbench(String... more) throws Exception {
    ServerProcess.run(bench(more));
  }

  private RestoreStage.Typed stream(String... more) {
    List<String> typed = new ArrayList<>(List.of("stream", "db", "--to", target.toString()));
    typed.addAll(List.of(more));
    return stage.lull(typed.toArray(String[]::new));
  }

  private static void good(RestoreStage.Typed typed) {
    assertThat(typed.exit()).as(typed.toString()).isZero();
  }

  private int archived() throws Exception {
    return postgres.archived().size();
  }

  @Test
  void a_full_and_three_incrementals_under_load_are_restored_to_the_last_ones_end()
      throws Exception {
    Process load =
        new ProcessBuilder(bench("-n", "-c", "2", "-T", "600"))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.DISCARD)
            .start();
    try {
      good(stream());
      good(stream("--incremental"));
      good(stream("--incremental", "--compress", "zstd"));
    } finally {
      load.destroy();
      load.waitFor();
    }
    server.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
            + " 'pgbench'");
    good(stream("--incremental"));
    long sums = server.number(SUMS);
    long rows = server.number("SELECT count(*) FROM pgbench_history");
    assertThat(rows).isPositive();

    good(stage.lull("stream", "verify", target.toString()));
    Path restored = stage.directory.resolve("restored");
    good(stage.lull("stream", "restore", target.toString(), "--to", restored.toString()));
    ServerProcess.runAs(
        "postgres", List.of(TestPostgres.binary("pg_verifybackup"), "-n", restored.toString()));
    try (TestPostgres again = TestPostgres.open(restored)) {
      awaitRecovered(again);
      assertThat(again.number("SELECT count(*) FROM pgbench_history")).isEqualTo(rows);
      assertThat(again.number(SUMS)).isEqualTo(sums);
    }
  }

  @Test
  void a_stop_ends_the_stream_as_one_of_the_server_and_lets_no_log_go() throws Exception {
    good(stream("--keep-logs"));
    int before = archived();
    CompletableFuture<RestoreStage.Typed> slow =
        CompletableFuture.supplyAsync(
            () -> stream("--rate", "1M"), command -> Thread.ofPlatform().start(command));
    awaitPhase("DATABASES", slow);

    RestoreStage.Typed stopped = stage.lull("stop-backup", "db");

    good(stopped);
    RestoreStage.Typed ended = slow.join();
    assertThat(ended.exit()).as(ended.toString()).isEqualTo(ExitCode.ABORTED.number());
    assertThat(ended.err()).contains("BACKUP_ABORTED_BY_SERVER");
    assertThat(archived()).isGreaterThanOrEqualTo(before);
    assertThat(server.writers()).isZero();
    assertThat(stage.lull("stream", "list", target.toString(), "-o", "json").out())
        .doesNotContain("null")
        .containsOnlyOnce("\"session\"");
    good(stream());
    assertThat(archived()).isLessThan(before + 3);
  }

  @Test
  void a_service_that_was_stopped_begins_no_stream_again() {
    good(stage.lull("stop-service", "db"));
    RestoreStage.Typed refused = stream();
    assertThat(refused.exit()).as(refused.toString()).isNotZero();
    assertThat(refused.err()).contains("CLIENT_REQUEST_TO_STOP_SERVICE");
  }

  /** It answers before it has replayed everything. */
  private static void awaitRecovered(TestPostgres server) throws Exception {
    while (server.number("SELECT pg_is_in_recovery()::int") != 0) {
      Thread.onSpinWait();
    }
  }

  private void awaitPhase(String phase, CompletableFuture<RestoreStage.Typed> stream)
      throws Exception {
    while (!stage.lull("instances").out().contains(phase)) {
      if (stream.isDone()) {
        throw new AssertionError("expected phase " + phase + ", but it ended: " + stream.join());
      }
    }
  }
}
