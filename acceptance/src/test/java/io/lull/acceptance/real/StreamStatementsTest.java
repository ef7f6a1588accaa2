package io.lull.acceptance.real;

import static io.lull.acceptance.real.StreamedPostgres.good;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.acceptance.program.Ran;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamInput.TruncateLog;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.StreamReply;
import io.lull.writer.database.Calls;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.postgres.PgBench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
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

  /** The oldest log that a recovery of the server would need. */
  private static final String LAST_CHECKPOINT = "SELECT redo_wal_file FROM pg_control_checkpoint()";

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
    streamed.giveUp();
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

  private static Ran ended(CompletableFuture<Ran> stream, ExitCode as, String... said) {
    Ran ran = stream.join().ends(as);
    assertThat(ran.err()).contains(said);
    return ran;
  }

  private static void refused(Ran ran, String failure) {
    assertThat(ran.exit()).as(ran.toString()).isNotZero();
    assertThat(ran.err()).contains(failure);
  }

  private static String newest() {
    return stage.lull("streams", "--limit", "1").out();
  }

  /** Whoever asks for all streams is told of this one as soon as it is read out of the journal. */
  private static void isOnRecordAs(String outcome) throws Exception {
    Calls.await(() -> newest().contains(outcome));
  }

  @Test
  void S01_S03_S07_S08_S09_S11_S12_a_stream_that_somebody_stops_ends_as_one_of_the_server()
      throws Exception {
    CompletableFuture<Ran> slow = streamed.slow("--rate", SLOW);

    Ran stopped = stage.lull("stop-backup", "alone/db");
    good(stopped);
    assertThat(stopped.out()).contains("stopped stream-", "'lull abort stream-");

    // Its reads fail, then its Close and End are heard, and nothing else is left to do.
    ended(slow, ExitCode.ABORTED, "BACKUP_ABORTED_BY_SERVER", "ended as ABORTED_BY_SERVER");
    isOnRecordAs("ABORTED_BY_SERVER");
  }

  @Test
  void S02_S05_S06_a_stop_touches_no_other_instance_and_a_stop_that_is_refused_touches_none()
      throws Exception {
    Path files = Files.createDirectory(stage.directory.resolve("files"));
    Files.write(files.resolve("large"), new byte[64 << 20]);
    streamed.restart("instances.files { kind = directory, path = \"" + files + "\" }");
    try {
      CompletableFuture<Ran> other =
          CompletableFuture.supplyAsync(
              () ->
                  stage.lull(
                      "stream", "files", "--to", stage.directory + "/files-target", "--rate", SLOW),
              task -> Thread.ofPlatform().start(task));
      StreamCalls stream = streamed.begin(StreamKind.FULL);
      while (stage.lull("instances").out().split("DATABASES", -1).length < 3) {
        assertThat(other).isNotDone();
      }

      refused(stage.lull("stop-backup"), "RUNNING_IN_MULTI_INSTANCE_MODE");
      good(stage.lull("stop-backup", "files"));

      ended(other, ExitCode.ABORTED, "BACKUP_ABORTED_BY_SERVER");
      isReadToItsEnd(stream);
    } finally {
      streamed.restart("");
    }
  }

  private static void isReadToItsEnd(StreamCalls stream) throws Exception {
    stream.readDatabases();
    stream.read(stream.logs());
    assertThat(stream.end(EndMode.NORMAL).outcome()).isEqualTo(StreamOutcome.COMPLETED);
  }

  @Test
  void S04_S10_S13_a_stop_without_a_name_and_one_more_stop_the_only_instance_and_free_it() {
    CompletableFuture<Ran> slow = streamed.slow("--rate", SLOW);

    good(stage.lull("stop-backup"));
    good(stage.lull("stop-backup"));

    ended(slow, ExitCode.ABORTED, "ended as ABORTED_BY_SERVER");
    good(streamed.stream());
  }

  @Test
  void S14_a_stop_while_there_is_no_stream_does_not_meet_the_next_one() {
    Ran stopped = stage.lull("stop-backup", "db");
    good(stopped);
    assertThat(stopped.out()).contains("nothing was under way on db");
    good(streamed.stream());
  }

  @Test
  void S15_of_a_stopped_stream_that_its_client_ends_as_normal_no_log_goes_and_nothing_builds_on_it()
      throws Exception {
    streamed.forget();
    StreamCalls full = streamed.begin(StreamKind.FULL);
    full.readDatabases();
    full.read(full.logs());
    full.truncate();
    isStoppedAndEnded(full);
    assertThat(stage.streamCalls().notBegun(StreamKind.INCREMENTAL))
        .isEqualTo(Failure.MISSING_FULL_BACKUP);

    good(streamed.stream());
    logsThatMayGo();
    StreamCalls incremental = streamed.begin(StreamKind.INCREMENTAL);
    incremental.read(incremental.logs());
    Set<String> marked = streamed.names(incremental.truncate());
    assertThat(marked).isNotEmpty();
    isStoppedAndEnded(incremental);
    streamed.awaitDeleted();
    assertThat(streamed.postgres.archived()).containsAll(marked);

    // They are those that go of one that nobody stops.
    good(streamed.stream("--incremental"));
    areGone(marked);
  }

  private static void isStoppedAndEnded(StreamCalls stream) throws Exception {
    good(stage.lull("stop-backup", "db"));
    StreamReply.Ended end = stream.end(EndMode.NORMAL);
    assertThat(end.outcome()).isEqualTo(StreamOutcome.ABORTED_BY_SERVER);
    assertThat(end.mark()).isEmpty();
    isOnRecordAs("ABORTED_BY_SERVER");
    assertThat(stream.notConfirmed()).isEqualTo(Failure.BACKUP_ABORTED_BY_SERVER);
  }

  /** Some that the server does not need any more, and that no stream has read. */
  private static Set<String> logsThatMayGo() throws Exception {
    Set<String> logs = Set.copyOf(List.of(newLog(), newLog()));
    streamed.server.sql("CHECKPOINT");
    return logs;
  }

  private static String newLog() throws Exception {
    load.goesOn(1);
    return streamed.newLog();
  }

  private static void areGone(Set<String> logs) throws Exception {
    Calls.await(() -> Collections.disjoint(streamed.postgres.archived(), logs));
  }

  @Test
  void S16_a_service_that_is_stopped_bars_every_stream_and_frees_the_one_that_is_open()
      throws Exception {
    CompletableFuture<Ran> slow = streamed.slow("--rate", SLOW);

    good(stage.lull("stop-service", "db"));

    ended(slow, ExitCode.ABORTED, "CLIENT_REQUEST_TO_STOP_SERVICE");
    refused(streamed.stream(), "CLIENT_REQUEST_TO_STOP_SERVICE");
    streamed.restart("");
    good(streamed.stream());
  }

  @Test
  void E01_a_second_stream_is_refused_and_the_first_goes_on() throws Exception {
    StreamCalls first = streamed.begin(StreamKind.FULL);

    Ran second = streamed.stream();

    refused(second, "BACKUP_IN_PROGRESS");
    assertThat(second.exit()).isEqualTo(ExitCode.BUSY.number());
    isReadToItsEnd(first);
  }

  @Test
  void who_is_refused_is_told_which_session_to_abort() {
    CompletableFuture<Ran> slow = streamed.slow("--rate", SLOW);
    Ran second = streamed.stream();
    refused(second, "BACKUP_IN_PROGRESS");
    Matcher holder =
        Pattern.compile("the stream of session (stream-[0-9a-f-]{36}) does").matcher(second.err());
    assertThat(holder.find()).as(second.err()).isTrue();

    good(stage.lull("abort", holder.group(1)));

    good(streamed.stream());
    ended(slow, ExitCode.ABORTED, "BACKUP_ABORTED_BY_CALLER");
  }

  @Test
  void E02_whoever_goes_on_with_a_stream_that_somebody_ended_is_told_so() throws Exception {
    CompletableFuture<Ran> slow = streamed.slow("--rate", SLOW);

    good(stage.lull("abort", newest().replaceFirst("(?s).*(stream-[0-9a-f-]{36}).*", "$1")));

    ended(slow, ExitCode.ABORTED, "BACKUP_ABORTED_BY_CALLER");
    isOnRecordAs("ABORTED_BY_CALLER");
    assertThat(stage.lull("stream", "list", streamed.target.toString(), "-o", "json").out())
        .doesNotContain(newest().replaceFirst("(?s).*(stream-[0-9a-f-]{36}).*", "$1"));
  }

  @Test
  void E03_an_incremental_stream_reads_logs_alone() {
    good(streamed.stream());
    Ran incremental = streamed.stream("--incremental", "-o", "json");
    good(incremental);
    String session = incremental.out().replaceFirst("(?s).*(stream-[0-9a-f-]{36}).*", "$1");
    assertThat(streamed.target.resolve(session))
        .isDirectoryContaining(file -> file.getFileName().toString().startsWith("log-"))
        .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("database-"));
  }

  @Test
  void E04_logs_are_truncated_only_when_they_are_known_and_each_of_them_is_read_and_closed()
      throws Exception {
    good(streamed.stream());
    Set<String> old = logsThatMayGo();
    StreamCalls stream = streamed.begin(StreamKind.INCREMENTAL);
    assertThat(stream.refused(TruncateLog::new)).isEqualTo(Failure.INVALID_BACKUP_SEQUENCE);

    Logs required = stream.logs();
    long last = required.generations().last();
    Logs others = required.below(last);
    stream.read(others);
    // Nor does one that is read twice stand in for the last one.
    stream.read(others.below(others.generations().first() + 1));
    assertThat(stream.refused(TruncateLog::new)).isEqualTo(Failure.LOG_FILE_NOT_COPIED);

    long handle = stream.readOpen(new StreamFile.LogFile(last));
    assertThat(stream.refused(TruncateLog::new)).isEqualTo(Failure.INVALID_BACKUP_SEQUENCE);

    stream.close(handle);
    Set<String> marked = streamed.names(stream.truncate());
    assertThat(marked).containsAll(old);
    assertThat(stream.end(EndMode.NORMAL).outcome()).isEqualTo(StreamOutcome.COMPLETED);
    assertThat(streamed.postgres.archived()).containsAll(marked);
    stream.confirm();
    areGone(marked);
  }

  @Test
  void E05_no_log_goes_that_the_last_checkpoint_needs() throws Exception {
    good(streamed.stream());
    Set<String> old = logsThatMayGo();
    String needed = streamed.server.text(LAST_CHECKPOINT);
    Set<String> since = Set.copyOf(List.of(newLog(), newLog(), newLog()));

    good(streamed.stream("--incremental"));

    areGone(old);
    streamed.awaitDeleted();
    assertThat(streamed.postgres.archived()).contains(needed).containsAll(since);
  }

  @Test
  void E05_no_log_goes_that_a_dropped_tablespace_needs_until_a_full_stream_without_it_is_stored()
      throws Exception {
    Path place = Files.createDirectory(stage.directory.resolve("server/attic"));
    ServerProcess.give(place, "postgres");
    streamed.server.sql("CREATE TABLESPACE attic LOCATION '" + place + "'");
    try {
      good(streamed.stream());
      SortedSet<String> needed = new TreeSet<>(Set.of(streamed.postgres.archived().last()));
      streamed.server.sql("DROP TABLESPACE attic");
      needed.addAll(logsThatMayGo());
      assertThat(needed.last()).isLessThan(streamed.server.text(LAST_CHECKPOINT));

      good(streamed.stream("--incremental"));

      streamed.awaitDeleted();
      assertThat(streamed.postgres.archived()).containsAll(needed);

      // Without it nothing needs them any more, once all that is left was read and is stored.
      good(streamed.stream());
      good(streamed.stream("--incremental"));
      areGone(needed);
    } finally {
      streamed.forget();
    }
  }

  @Test
  void E06_a_stream_that_is_ended_as_normal_before_its_logs_are_read_is_aborted_by_its_caller()
      throws Exception {
    StreamCalls full = streamed.begin(StreamKind.FULL);
    full.readDatabases();
    isAbortedByItsEnd(full);

    good(streamed.stream());
    Set<String> old = logsThatMayGo();
    StreamCalls incremental = streamed.begin(StreamKind.INCREMENTAL);
    Logs required = incremental.logs();
    incremental.read(required.below(required.generations().last()));
    isAbortedByItsEnd(incremental);
    streamed.awaitDeleted();
    assertThat(streamed.postgres.archived()).containsAll(old);
  }

  private static void isAbortedByItsEnd(StreamCalls stream) throws Exception {
    assertThat(stream.end(EndMode.NORMAL).outcome()).isEqualTo(StreamOutcome.ABORTED_BY_CALLER);
    isOnRecordAs("ABORTED_BY_CALLER");
    assertThat(stream.notConfirmed()).isEqualTo(Failure.BACKUP_ABORTED_BY_CALLER);
  }

  @Test
  void E07_an_incremental_stream_needs_a_full_one_and_every_log_since() throws Exception {
    Path elsewhere = stage.directory.resolve("elsewhere");
    refused(
        stage.lull("stream", "db", "--to", elsewhere.toString(), "--incremental"),
        "MISSING_FULL_BACKUP");
    good(streamed.stream());
    streamed.postgres.lose(newLog());

    Ran broken = streamed.stream("--incremental");

    refused(broken, "MISSING_FILE_TO_BACKUP");
    good(streamed.stream());
    good(streamed.stream("--incremental"));
  }
}
