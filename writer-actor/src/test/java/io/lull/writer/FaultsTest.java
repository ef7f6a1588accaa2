package io.lull.writer;

import static io.lull.writer.Stage.X;
import static io.lull.writer.Stage.Y;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterFixture;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import io.lull.writer.test.Deed;
import io.lull.writer.test.Deed.Kind;
import io.lull.writer.test.Diary;
import io.lull.writer.test.Diary.What;
import io.lull.writer.test.Stand;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever an application does, the answer says so and nothing stays frozen. */
@Timeout(120)
class FaultsTest {
  private static final ActorTestKit KIT = ActorTestKit.create();

  private final Stage stage = new Stage(KIT);
  private final Diary diary = stage.writer.diary();

  @AfterEach
  void close() {
    stage.close();
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private void script(WriterStep step, Kind kind) {
    stage.writer.script().then(step, Deed.of(kind));
  }

  private Fault failed() {
    return ((HandlerResult.Failed) stage.result()).fault();
  }

  private HoldEnd thawed(HoldToken token) {
    stage.tell(stage.thaw(X, token));
    return stage.heard(WriterReply.Thawed.class).attestation().end();
  }

  private Stand.End onlyStand() {
    assertThat(diary.stands()).hasSize(1);
    return diary.stands().getFirst().how().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "RETRYABLE, WRITER_RETRYABLE",
    "NON_RETRYABLE, WRITER_NON_RETRYABLE",
    "TIMEOUT, WRITER_TIMEOUT",
    "THROW, UNEXPECTED_WRITER_ERROR"
  })
  void a_handler_that_fails_is_answered_with_its_failure(Kind kind, Failure failure) {
    script(WriterStep.PREPARE_FOR_BACKUP, kind);
    stage.prepareForBackup(X);
    assertThat(failed().failure()).isEqualTo(failure);
  }

  @Test
  void an_exception_is_told_by_writer_and_step_and_without_its_stack() {
    script(WriterStep.PREPARE_FOR_BACKUP, Kind.THROW);
    stage.prepareForBackup(X);
    assertThat(failed().detail())
        .isEqualTo(
            "expected h1/db to handle PREPARE_FOR_BACKUP, but it threw IllegalStateException"
                + " (as its script says); look into the log of its application");
  }

  @Test
  void an_objection_and_a_failure_of_a_part_are_passed_on() {
    script(WriterStep.PREPARE_FOR_BACKUP, Kind.OBJECT);
    stage.prepareForBackup(X);
    assertThat(stage.result()).isInstanceOf(HandlerResult.Objected.class);

    script(WriterStep.PREPARE_FOR_BACKUP, Kind.PARTIAL);
    stage.prepareForBackup(Y);
    assertThat(stage.result())
        .isInstanceOfSatisfying(
            HandlerResult.Partial.class,
            partial ->
                assertThat(partial.components()).containsOnlyKeys(WriterFixture.component()));
  }

  @Test
  void a_handler_that_hangs_is_interrupted_at_its_limit() throws Exception {
    script(WriterStep.PREPARE_FOR_BACKUP, Kind.HANG);
    stage.prepareForBackup(X);
    diary.await(d -> d.count(What.WAITS, WriterStep.PREPARE_FOR_BACKUP) == 1);
    stage.pass(Stage.LIMITS.prepareForBackup());

    assertThat(failed().failure()).isEqualTo(Failure.WRITER_TIMEOUT);
    diary.await(d -> d.count(What.INTERRUPTED, WriterStep.PREPARE_FOR_BACKUP) == 1);
  }

  @ParameterizedTest
  @CsvSource({"DELAY", "DELAY_DEAF"})
  void a_handler_that_is_late_is_waited_for(Kind kind) throws Exception {
    stage
        .writer
        .script()
        .then(WriterStep.PREPARE_FOR_BACKUP, Deed.of(kind).lasting(Duration.ofHours(1)));
    stage.prepareForBackup(X);
    diary.await(d -> d.count(What.WAITS, WriterStep.PREPARE_FOR_BACKUP) == 1);
    stage.writer.letGo();
    assertThat(stage.result()).isEqualTo(new HandlerResult.Done());
  }

  @ParameterizedTest
  @CsvSource({
    "RETRYABLE, WRITER_RETRYABLE",
    "NON_RETRYABLE, WRITER_NON_RETRYABLE",
    "TIMEOUT, WRITER_TIMEOUT",
    "THROW, UNEXPECTED_WRITER_ERROR"
  })
  void a_freeze_that_fails_is_cleaned_up_after(Kind kind, Failure failure) throws Exception {
    stage.prepare(X);
    script(WriterStep.FREEZE, kind);
    stage.freeze(X);
    assertThat(failed().failure()).isEqualTo(failure);
    diary.await(d -> d.count(What.RETURNED, WriterStep.ABORT) == 1);
    assertThat(diary.stands()).isEmpty();
  }

  @Test
  void a_freeze_that_stood_still_and_failed_is_let_go() throws Exception {
    stage.prepare(X);
    script(WriterStep.FREEZE, Kind.HALF);
    stage.freeze(X);
    assertThat(failed().failure()).isEqualTo(Failure.WRITER_RETRYABLE);
    diary.await(d -> !d.isFrozen() && d.stands().size() == 1);
    assertThat(onlyStand()).isEqualTo(Stand.End.ENDED);
  }

  @Test
  void a_freeze_that_somebody_else_holds_off_was_never_ours_to_end() throws Exception {
    stage.prepare(X);
    script(WriterStep.FREEZE, Kind.REFUSE);
    stage.freeze(X);
    assertThat(failed().failure()).isEqualTo(Failure.HOLD_REFUSED);
    diary.await(d -> d.count(What.RETURNED, WriterStep.ABORT) == 1);
    assertThat(diary.calls(WriterStep.THAW)).isZero();
    assertThat(stage.leases.armed()).isZero();
  }

  @Test
  void a_freeze_that_only_says_so_attests_nothing() {
    script(WriterStep.FREEZE, Kind.LIE);
    HoldToken token = stage.frozen(X);
    assertThat(diary.isFrozen()).isFalse();
    assertThat(thawed(token)).isEqualTo(HoldEnd.NOT_HELD);
  }

  @Test
  void a_freeze_that_answers_with_an_earlier_hold_attests_nothing() {
    HoldToken token = stage.frozen(Y);
    stage.tell(stage.thaw(Y, token));
    stage.heard(WriterReply.Thawed.class);
    script(WriterStep.FREEZE, Kind.TWICE);
    assertThat(thawed(stage.frozen(X))).isEqualTo(HoldEnd.LAPSED);
  }

  @Test
  void a_hold_that_breaks_attests_nothing() {
    stage
        .writer
        .script()
        .then(WriterStep.FREEZE, Deed.of(Kind.BREAK).lasting(Duration.ofSeconds(1)));
    HoldToken token = stage.frozen(X);
    assertThat(diary.isFrozen()).isTrue();
    stage.pass(Duration.ofSeconds(1));
    assertThat(thawed(token)).isEqualTo(HoldEnd.LAPSED);
    assertThat(onlyStand()).isEqualTo(Stand.End.BROKEN);
  }

  @Test
  void a_lie_about_a_broken_hold_is_believed_but_the_diary_knows_better() {
    script(WriterStep.THAW, Kind.LIE);
    HoldToken token = stage.frozen(X);
    stage.writer.breakHold();
    assertThat(thawed(token)).isEqualTo(HoldEnd.HELD);
    assertThat(onlyStand()).isEqualTo(Stand.End.BROKEN);
  }

  @Test
  void a_lie_about_a_lease_that_is_over_is_not_believed() throws Exception {
    script(WriterStep.THAW, Kind.LIE);
    HoldToken token = stage.frozen(X);
    stage.pass(Stage.LEASE);
    stage.result();
    assertThat(thawed(token)).isEqualTo(HoldEnd.LAPSED);
  }

  @ParameterizedTest
  @CsvSource({"RETRYABLE", "THROW"})
  void a_hold_that_cannot_be_ended_is_tried_again_until_it_is(Kind kind) throws Exception {
    stage.writer.script().then(WriterStep.THAW, Deed.of(kind).times(3));
    // So that nobody else lets it go.
    script(WriterStep.ABORT, Kind.HANG_DEAF);
    HoldToken token = stage.frozen(X);
    stage.tell(stage.thaw(X, token));
    assertThat(failed().failure()).isEqualTo(Failure.THAW_FAILED);
    while (diary.isFrozen()) {
      stage.pass(Duration.ofSeconds(1));
      Thread.onSpinWait();
    }
    assertThat(onlyStand()).isEqualTo(Stand.End.ENDED);
    // Time runs ahead of the threads, so that one more may have been at it.
    assertThat(diary.calls(WriterStep.THAW)).isGreaterThanOrEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"HANG", "HANG_DEAF"})
  void an_end_that_hangs_is_given_up_and_made_again(Kind kind) throws Exception {
    script(WriterStep.THAW, kind);
    script(WriterStep.ABORT, Kind.HANG_DEAF);
    HoldToken token = stage.frozen(X);
    stage.tell(stage.thaw(X, token));
    diary.await(d -> d.count(What.WAITS, WriterStep.THAW) == 1);
    stage.pass(Stage.LIMITS.thaw());
    assertThat(failed().failure()).isEqualTo(Failure.THAW_FAILED);

    stage.pass(Stage.LIMITS.thaw().dividedBy(5));
    diary.await(d -> !d.isFrozen());
    assertThat(onlyStand()).isEqualTo(Stand.End.ENDED);
  }
}
