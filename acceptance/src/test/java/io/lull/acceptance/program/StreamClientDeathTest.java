package io.lull.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.acceptance.program.Interceptor.Moment;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.wire.api.StreamView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whoever reads a stream is killed, each time at another step of it: once his lease is over the
 * instance is free again, and nothing has come of it.
 */
class StreamClientDeathTest {
  private static StreamStage stage;
  private static Interceptor between;

  /** When somebody is killed; each step has an instance of its own, so that one lease is enough. */
  enum Step {
    WHILE_IT_BEGINS("begin-backup", Moment.DURING),
    ONCE_IT_HAS_BEGUN("begin-backup", Moment.AFTER),
    WITH_THE_DATABASES_KNOWN("get-attach-info", Moment.AFTER),
    WHILE_A_DATABASE_IS_OPENED("open-file", Moment.DURING),
    WITH_A_DATABASE_OPEN("open-file", Moment.AFTER),
    WITH_A_DATABASE_READ("close-file", Moment.BEFORE),
    WITH_A_DATABASE_CLOSED("close-file", Moment.AFTER),
    WHILE_THE_LOGS_ARE_ASKED_FOR("get-log-info", Moment.DURING),
    WITH_THE_LOGS_KNOWN("get-log-info", Moment.AFTER),
    WITH_A_LOG_OPEN("log-file", Moment.AFTER),
    BEFORE_LOGS_ARE_MARKED("truncate-log", Moment.BEFORE),
    WITH_LOGS_MARKED("truncate-log", Moment.AFTER),
    WHILE_IT_ENDS("end-stream", Moment.DURING),
    WITHOUT_A_MANIFEST("end-stream", Moment.AFTER);

    private final String call;
    private final Moment moment;

    Step(String call, Moment moment) {
      this.call = call;
      this.moment = moment;
    }

    String instance() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether its host had completed it: all that was missing is the word of its target. */
    boolean mayBeCompleted() {
      return call.equals("end-stream");
    }
  }

  private static final String MIDDLE = "middle";
  private static final String UNSAID = "unsaid";

  @BeforeAll
  static void killEverywhere() throws Exception {
    Path directory = StreamStage.make();
    StringBuilder instances = new StringBuilder(StreamStage.SHORT_LEASE);
    for (Step step : Step.values()) {
      instances.append(StreamStage.instance(directory, step.instance()));
    }
    instances.append(StreamStage.instance(directory, MIDDLE));
    instances.append(StreamStage.instance(directory, UNSAID));
    stage = StreamStage.start(directory, instances.toString());
    between = Interceptor.before(stage.node.address);
    for (Step step : Step.values()) {
      killAt(step.instance(), step.call, step.moment);
    }
  }

  @AfterAll
  static void end() throws Exception {
    if (between != null) {
      between.close();
    }
    if (stage != null) {
      stage.close();
    }
  }

  /** Kills a stream at the first such call. */
  private static void killAt(String instance, String call, Moment moment) {
    CompletableFuture<Started> stream = new CompletableFuture<>();
    CompletableFuture<Void> struck =
        between.next(new Interceptor.Strike('"' + call + '"', moment, () -> stream.join().kill()));
    stream.complete(stage.started(instance, "--node", between.address()));
    assertThat(stream.join().ran().exit()).as("of what was killed at %s", call).isEqualTo(137);
    struck.join();
  }

  private static void demandNothingOfIt(String instance) throws Exception {
    stage.awaitFree(instance);
    assertThat(stage.backups(instance)).isEmpty();
    Ran restored =
        stage.node.typed(
            "stream",
            "restore",
            stage.target(instance).toString(),
            "--to",
            stage.directory.resolve("restored-" + instance).toString());
    assertThat(restored.exit()).as(restored.toString()).isEqualTo(ExitCode.USAGE.number());
    assertThat(restored.err()).contains("expected a finished backup, but there is none");
    stage.demandBackup(instance);
    assertThat(stage.kept(instance)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void whoever_is_killed_at_a_call_leaves_nothing(Step step) throws Exception {
    demandNothingOfIt(step.instance());

    StreamView killed = stage.node.streams(step.instance()).getLast();
    assertThat(killed.stored()).isFalse();
    if (!step.mayBeCompleted()) {
      assertThat(killed.outcome()).isEqualTo(Optional.of(StreamOutcome.ABORTED_BY_CALLER));
    }
  }

  @Test
  void whoever_is_killed_in_the_middle_of_a_file_leaves_nothing() throws Exception {
    Started stream = stage.started(MIDDLE, "--rate", "1M");
    stage.awaitHalfAFile(MIDDLE);
    stream.kill();
    var _ = stream.ran();

    demandNothingOfIt(MIDDLE);
  }

  @Test
  void whoever_is_killed_before_he_says_that_all_is_stored_has_a_backup() throws Exception {
    killAt(UNSAID, "confirm-stored", Moment.BEFORE);

    stage.awaitFree(UNSAID);
    assertThat(stage.node.streams(UNSAID).getLast().stored()).isFalse();
    assertThat(stage.backups(UNSAID)).hasSize(1);
    Path restored = stage.directory.resolve("restored-unsaid");
    stage
        .node
        .typed("stream", "restore", stage.target(UNSAID).toString(), "--to", restored.toString())
        .ends(ExitCode.COMPLETED);
    assertThat(restored.resolve("big"))
        .hasSameBinaryContentAs(stage.directory.resolve("files/big"));
    assertThat(Files.readString(restored.resolve("small"))).isEqualTo("a few words");
    stage.demandBackup(UNSAID);
  }
}
