package io.lull.acceptance.real;

import static io.lull.acceptance.real.StreamedPostgres.good;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.acceptance.real.RestoreStage.Typed;
import io.lull.protocol.failure.ExitCode;
import io.lull.writer.database.Calls;
import io.lull.writer.postgres.PgBench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What streams promise, as somebody sees it who types commands beside a server under load. */
class StreamStatementsTest {
  /** Slow enough that somebody else can do something meanwhile. */
  private static final String SLOW = "2M";

  /** The same of a stream that is waited for. */
  private static final String BRISK = "6M";

  private static StreamedPostgres streamed;
  private static RestoreStage stage;
  private static PgBench load;

  @BeforeAll
  static void start() throws Exception {
    streamed = StreamedPostgres.start();
    stage = streamed.stage;
    load = PgBench.start(streamed.server);
  }

  /** Whatever was done to a stream: the server is out of backup mode, and serves. */
  @AfterEach
  void isFree() throws Exception {
    assertThat(stage.lull("instances").out()).contains("NOT_STARTED").doesNotContain("DATABASES");
    Calls.await(() -> streamed.server.writers() == 0);
    load.goesOn(1);
  }

  @AfterAll
  static void end() throws Exception {
    if (streamed != null) {
      try (StreamedPostgres _ = streamed) {
        if (load != null) {
          load.close();
        }
      }
    }
  }

  private static Typed ended(CompletableFuture<Typed> stream, ExitCode as, String... said) {
    Typed typed = stream.join();
    assertThat(typed.exit()).as(typed.toString()).isEqualTo(as.number());
    assertThat(typed.err()).contains(said);
    return typed;
  }

  private static void refused(Typed typed, String failure) {
    assertThat(typed.exit()).as(typed.toString()).isNotZero();
    assertThat(typed.err()).contains(failure);
  }

  private static String newest() {
    return stage.lull("streams", "--limit", "1").out();
  }

  @Test
  void S01_S03_S07_S08_S09_S11_S12_S15_a_stream_that_somebody_stops_ends_as_one_of_the_server()
      throws Exception {
    good(streamed.stream());
    CompletableFuture<Typed> slow = streamed.slow("--rate", SLOW);
    // What the full one let go is gone before the next one begins.
    SortedSet<String> before = streamed.postgres.archived();

    Typed stopped = stage.lull("stop-backup", "alone/db");
    good(stopped);
    assertThat(stopped.out()).contains("stopped stream-", "'lull abort stream-");

    // Its reads fail, then its Close and End are heard, and nothing else is left to do.
    ended(slow, ExitCode.ABORTED, "BACKUP_ABORTED_BY_SERVER", "ended as ABORTED_BY_SERVER");
    assertThat(newest()).contains("ABORTED_BY_SERVER");
    assertThat(streamed.postgres.archived()).containsAll(before);
    // Nor is it the full one that the next would build on.
    good(streamed.stream("--incremental"));
    assertThat(stage.lull("stream", "list", streamed.target.toString()).out())
        .contains("INCREMENTAL");
  }

  @Test
  void S02_S05_S06_a_stop_touches_no_other_instance_and_a_stop_that_is_refused_touches_none()
      throws Exception {
    Path files = Files.createDirectory(stage.directory.resolve("files"));
    Files.write(files.resolve("large"), new byte[64 << 20]);
    streamed.restart("instances.files { kind = directory, path = \"" + files + "\" }");
    try {
      CompletableFuture<Typed> slow = streamed.slow("--rate", SLOW);
      CompletableFuture<Typed> other =
          CompletableFuture.supplyAsync(
              () ->
                  stage.lull(
                      "stream", "files", "--to", stage.directory + "/files-target", "--rate", SLOW),
              task -> Thread.ofPlatform().start(task));
      while (stage.lull("instances").out().split("DATABASES", -1).length < 3) {
        assertThat(other.isDone() || slow.isDone()).isFalse();
      }

      refused(stage.lull("stop-backup"), "RUNNING_IN_MULTI_INSTANCE_MODE");
      good(stage.lull("stop-backup", "files"));

      ended(other, ExitCode.ABORTED, "BACKUP_ABORTED_BY_SERVER");
      good(slow.join());
    } finally {
      streamed.restart("");
    }
  }

  @Test
  void S04_S10_S13_a_stop_without_a_name_and_one_more_stop_the_only_instance_and_free_it() {
    CompletableFuture<Typed> slow = streamed.slow("--rate", SLOW);

    good(stage.lull("stop-backup"));
    good(stage.lull("stop-backup"));

    ended(slow, ExitCode.ABORTED, "ended as ABORTED_BY_SERVER");
    good(streamed.stream());
  }

  @Test
  void S14_a_stop_while_there_is_no_stream_does_not_meet_the_next_one() {
    Typed stopped = stage.lull("stop-backup", "db");
    good(stopped);
    assertThat(stopped.out()).contains("nothing was under way on db");
    good(streamed.stream());
  }

  @Test
  void S16_a_service_that_is_stopped_bars_every_stream_and_frees_the_one_that_is_open()
      throws Exception {
    CompletableFuture<Typed> slow = streamed.slow("--rate", SLOW);

    good(stage.lull("stop-service", "db"));

    ended(slow, ExitCode.ABORTED, "CLIENT_REQUEST_TO_STOP_SERVICE");
    refused(streamed.stream(), "CLIENT_REQUEST_TO_STOP_SERVICE");
    streamed.restart("");
    good(streamed.stream());
  }

  @Test
  void E01_a_second_stream_is_refused_and_the_first_goes_on() {
    CompletableFuture<Typed> slow = streamed.slow("--rate", BRISK);

    Typed second = streamed.stream();

    refused(second, "BACKUP_IN_PROGRESS");
    assertThat(second.exit()).isEqualTo(ExitCode.BUSY.number());
    good(slow.join());
  }

  @Test
  void who_is_refused_is_told_which_session_to_abort() {
    CompletableFuture<Typed> slow = streamed.slow("--rate", SLOW);
    Typed second = streamed.stream();
    refused(second, "BACKUP_IN_PROGRESS");
    Matcher holder =
        Pattern.compile("the stream of session (stream-[0-9a-f-]{36}) does").matcher(second.err());
    assertThat(holder.find()).as(second.err()).isTrue();

    good(stage.lull("abort", holder.group(1)));

    good(streamed.stream());
    ended(slow, ExitCode.ABORTED, "BACKUP_ABORTED_BY_CALLER");
  }

  @Test
  void E02_whoever_goes_on_with_a_stream_that_somebody_ended_is_told_so() {
    CompletableFuture<Typed> slow = streamed.slow("--rate", SLOW);

    good(stage.lull("abort", newest().replaceFirst("(?s).*(stream-[0-9a-f-]{36}).*", "$1")));

    ended(slow, ExitCode.ABORTED, "BACKUP_ABORTED_BY_CALLER");
    assertThat(newest()).contains("ABORTED_BY_CALLER");
    assertThat(stage.lull("stream", "list", streamed.target.toString(), "-o", "json").out())
        .doesNotContain(newest().replaceFirst("(?s).*(stream-[0-9a-f-]{36}).*", "$1"));
  }

  @Test
  void E03_an_incremental_stream_reads_logs_alone() {
    good(streamed.stream());
    Typed incremental = streamed.stream("--incremental", "-o", "json");
    good(incremental);
    String session = incremental.out().replaceFirst("(?s).*(stream-[0-9a-f-]{36}).*", "$1");
    assertThat(streamed.target.resolve(session))
        .isDirectoryContaining(file -> file.getFileName().toString().startsWith("log-"))
        .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("database-"));
  }

  @Test
  void E04_E06_no_log_goes_of_a_stream_that_its_caller_ends_before_all_are_read() throws Exception {
    CompletableFuture<Typed> late = streamed.slow("--rate", SLOW, "--timeout", "10s");
    SortedSet<String> before = streamed.postgres.archived();

    ended(late, ExitCode.ABORTED_BY_LIMIT, "ended as ABORTED_BY_CALLER");
    assertThat(newest()).contains("ABORTED_BY_CALLER");
    assertThat(streamed.postgres.archived()).containsAll(before);
  }

  @Test
  void E05_no_log_goes_that_the_last_checkpoint_needs() throws Exception {
    CompletableFuture<Typed> slow = streamed.slow("--rate", BRISK);
    for (int i = 0; i < 3; i++) {
      load.goesOn(1);
      streamed.server.sql("SELECT pg_switch_wal()");
    }
    good(slow.join());

    String needed = streamed.server.text("SELECT redo_wal_file FROM pg_control_checkpoint()");
    assertThat(streamed.postgres.archived().tailSet(needed)).hasSizeGreaterThanOrEqualTo(3);
    assertThat(streamed.postgres.archived()).contains(needed);
  }

  @Test
  void E07_an_incremental_stream_needs_a_full_one_and_every_log_since() throws Exception {
    Path elsewhere = stage.directory.resolve("elsewhere");
    refused(
        stage.lull("stream", "db", "--to", elsewhere.toString(), "--incremental"),
        "MISSING_FULL_BACKUP");
    good(streamed.stream());
    String last = streamed.postgres.archived().last();
    load.goesOn(1);
    streamed.server.sql("SELECT pg_switch_wal()");
    Calls.await(() -> streamed.postgres.archived().last().compareTo(last) > 0);
    streamed.postgres.lose(streamed.postgres.archived().last());

    Typed broken = streamed.stream("--incremental");

    refused(broken, "MISSING_FILE_TO_BACKUP");
    good(streamed.stream());
    good(streamed.stream("--incremental"));
  }
}
