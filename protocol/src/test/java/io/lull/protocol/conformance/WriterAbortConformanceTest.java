package io.lull.protocol.conformance;

import static io.lull.protocol.writer.WriterFixture.BROKEN;
import static io.lull.protocol.writer.WriterFixture.DONE;
import static io.lull.protocol.writer.WriterFixture.FAILED;
import static io.lull.protocol.writer.WriterFixture.LEASE;
import static io.lull.protocol.writer.WriterFixture.STUCK;
import static io.lull.protocol.writer.WriterFixture.X;
import static io.lull.protocol.writer.WriterFixture.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.table.Decision;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterEffect;
import io.lull.protocol.writer.WriterEffect.ArmLease;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEffect.InterruptHandler;
import io.lull.protocol.writer.WriterEffect.ReleaseHold;
import io.lull.protocol.writer.WriterEffect.WriteLog;
import io.lull.protocol.writer.WriterEvent;
import io.lull.protocol.writer.WriterFixture;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterPhase;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterReply.Handled;
import io.lull.protocol.writer.WriterReply.Status;
import io.lull.protocol.writer.WriterState;
import io.lull.protocol.writer.WriterStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a writer owes when a set is given up, by itself or by others. */
class WriterAbortConformanceTest {
  private static final Handled ABORTED =
      new Handled(WriterFixture.WRITER, X, WriterStep.ABORT, DONE);

  /** Every phase of a backup in which an Abort finds something to do. */
  static Stream<WriterPhase> everyPhaseOfABackup() {
    EnumSet<WriterPhase> phases =
        EnumSet.range(WriterPhase.PREPARING_BACKUP, WriterPhase.COMPLETED);
    phases.add(WriterPhase.FAILED);
    return phases.stream();
  }

  @Test
  void A04_a_hold_that_outlasts_its_window_causes_an_abort() {
    for (WriterPhase phase : List.of(WriterPhase.FREEZING, WriterPhase.FROZEN)) {
      WriterFixture fixture = in(phase).pass(LEASE);
      fixture.leaseDue();
      assertThat(fixture.phase(X)).isEqualTo(WriterPhase.ABORTING);
      fixture.release(HoldEnd.HELD);
      assertThat(fixture.call(WriterStep.ABORT).set()).isEqualTo(X.set());
      assertThat(toldOf(fixture, WriterStep.FREEZE)).isEqualTo(Failure.WRITER_TIMEOUT);
    }
  }

  @Test
  void A04_a_thaw_that_is_not_confirmed_within_the_window_causes_an_abort() {
    WriterFixture fixture = in(WriterPhase.THAWING).pass(LEASE);
    fixture.release(HoldEnd.HELD);
    assertThat(fixture.phase(X)).isEqualTo(WriterPhase.ABORTING);
    assertThat(fixture.call(WriterStep.ABORT).set()).isEqualTo(X.set());
  }

  @Test
  void A05_the_window_is_the_one_that_the_writer_declared() {
    for (int seconds : List.of(5, 20, 45)) {
      Duration declared = Duration.ofSeconds(seconds);
      WriterFixture fixture = new WriterFixture(Limits.defaults(), Optional.of(declared));
      fixture.reach(WriterPhase.FREEZING, X);
      assertThat(fixture.last(ArmLease.class).at()).isEqualTo(fixture.now.plus(declared));
    }
  }

  @Test
  void A05_a_writer_that_declares_no_window_has_60_seconds() {
    WriterFixture fixture = WriterFixture.writer().reach(WriterPhase.SNAPSHOT_PREPARED, X);
    fixture.give(new WriterInput.Freeze(X, Duration.ofHours(1)));
    assertThat(fixture.last(ArmLease.class).at())
        .isEqualTo(fixture.now.plus(Duration.ofSeconds(60)));
  }

  @Test
  void A05_a_policy_shortens_the_window_and_never_lengthens_it() {
    Duration declared = Duration.ofSeconds(20);
    for (int policy : List.of(3, 19, 21, 600)) {
      WriterFixture fixture = new WriterFixture(Limits.defaults(), Optional.of(declared));
      fixture.reach(WriterPhase.SNAPSHOT_PREPARED, X);
      fixture.give(new WriterInput.Freeze(X, Duration.ofSeconds(policy)));
      assertThat(fixture.last(ArmLease.class).at())
          .isEqualTo(fixture.now.plus(Duration.ofSeconds(Math.min(policy, 20))));
    }
  }

  @Test
  void A20_a_writer_that_fails_at_freeze_begins_its_abort_by_itself() {
    WriterFixture fixture = in(WriterPhase.FREEZING);
    fixture.end(WriterStep.FREEZE, FAILED);
    assertThat(toldOf(fixture, WriterStep.FREEZE)).isEqualTo(BROKEN.failure());
    fixture.release(HoldEnd.NOT_HELD);
    fixture.end(WriterStep.ABORT, DONE);
    assertThat(fixture.phase(X)).isEqualTo(WriterPhase.ABORTED);
    assertThat(status(fixture)).isEqualTo(WriterState.FAILED_AT_FREEZE);
  }

  @Test
  void A20_a_writer_that_fails_at_thaw_begins_its_abort_by_itself() {
    WriterFixture fixture = in(WriterPhase.THAWING);
    fixture.cannotRelease();
    assertThat(toldOf(fixture, WriterStep.THAW)).isEqualTo(STUCK.failure());
    fixture.end(WriterStep.ABORT, DONE);
    assertThat(fixture.phase(X)).as("still held").isEqualTo(WriterPhase.ABORTING);
    fixture.release(HoldEnd.HELD);
    assertThat(fixture.phase(X)).isEqualTo(WriterPhase.ABORTED);
    assertThat(status(fixture)).isEqualTo(WriterState.FAILED_AT_THAW);
  }

  @Test
  void A21_a_failed_PrepareForSnapshot_aborts_nothing_and_shows_in_the_state() {
    WriterFixture fixture = in(WriterPhase.PREPARING_SNAPSHOT);
    fixture.end(WriterStep.PREPARE_FOR_SNAPSHOT, FAILED);
    assertThat(fixture.all(CallHandler.class)).noneMatch(call -> call.step() == WriterStep.ABORT);
    assertThat(status(fixture)).isEqualTo(WriterState.FAILED_AT_PREPARE_SNAPSHOT);
  }

  @Test
  void A22_a_failed_PostSnapshot_aborts_nothing_and_shows_in_the_state() {
    WriterFixture fixture = in(WriterPhase.POSTING);
    fixture.end(WriterStep.POST_SNAPSHOT, FAILED);
    assertThat(fixture.all(CallHandler.class)).noneMatch(call -> call.step() == WriterStep.ABORT);
    assertThat(status(fixture)).isEqualTo(WriterState.FAILED_AT_POST_SNAPSHOT);
  }

  @ParameterizedTest
  @MethodSource("everyPhaseOfABackup")
  void A27_an_abort_is_handled_alike_whatever_its_cause(WriterPhase phase) {
    List<List<Object>> courses = new ArrayList<>();
    for (Failure cause :
        List.of(
            Failure.ABORTED_BY_REQUESTER,
            Failure.WRITER_NON_RETRYABLE,
            Failure.PROVIDER_VETO,
            Failure.COORDINATOR_LOST)) {
      WriterFixture fixture = in(phase);
      fixture.effects.clear();
      fixture.give(new WriterInput.Abort(X, cause));
      releaseIfAsked(fixture);
      fixture.end(WriterStep.ABORT, DONE);
      assertThat(fixture.phase(X)).isEqualTo(WriterPhase.ABORTED);
      courses.add(courseOf(fixture));
    }
    assertThat(courses).containsOnly(courses.getFirst());
  }

  @ParameterizedTest
  @MethodSource("everyPhaseOfABackup")
  void A28_further_aborts_change_nothing_and_are_no_error(WriterPhase phase) {
    WriterFixture fixture = in(phase);
    fixture.abort(X);
    assertThat(fixture.abort(X)).as("while the first is handled").isEqualTo(Decision.nothing());
    releaseIfAsked(fixture);
    fixture.end(WriterStep.ABORT, DONE);
    assertThat(fixture.replies).last().isEqualTo(ABORTED);
    for (int i = 0; i < 100; i++) {
      assertThat(fixture.abort(X)).isEqualTo(Decision.reply(ABORTED));
    }
  }

  @Test
  void A28_an_abort_of_an_unknown_set_is_no_error_and_calls_no_handler() {
    WriterFixture fixture = WriterFixture.writer();
    for (int i = 0; i < 3; i++) {
      Decision<WriterEvent, WriterEffect, WriterReply> decision = fixture.abort(X);
      assertThat(decision.replies()).containsExactly(ABORTED);
      assertThat(decision.effects()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("everyPhaseOfABackup")
  void A29_an_abort_is_answered_when_nothing_is_held_any_more(WriterPhase phase) {
    WriterFixture fixture = in(phase);
    boolean mayBeHeld = !fixture.writer.holds().isEmpty();
    fixture.effects.clear();
    fixture.abort(X);
    assertThat(fixture.all(ReleaseHold.class)).hasSize(mayBeHeld ? 1 : 0);
    assertThat(fixture.replies).doesNotContain(ABORTED);
    releaseIfAsked(fixture);
    fixture.end(WriterStep.ABORT, DONE);
    assertThat(fixture.writer.holds()).isEmpty();
    assertThat(fixture.replies).last().isEqualTo(ABORTED);
  }

  @Test
  void A29_a_freeze_that_succeeds_after_the_abort_is_thawed_before_the_answer() {
    WriterFixture fixture = in(WriterPhase.FREEZING);
    fixture.abort(X);
    fixture.release(HoldEnd.NOT_HELD);
    fixture.end(WriterStep.ABORT, DONE);
    assertThat(fixture.replies).as("it may still freeze").doesNotContain(ABORTED);
    fixture.freezes();
    assertThat(fixture.replies).as("it stands still").doesNotContain(ABORTED);
    assertThat(fixture.last(ReleaseHold.class).token()).contains(fixture.token());
    fixture.release(HoldEnd.HELD);
    assertThat(fixture.replies).last().isEqualTo(ABORTED);
  }

  @Test
  void A29_a_hold_that_cannot_be_ended_is_ended_again_until_it_is() {
    WriterFixture fixture = in(WriterPhase.FROZEN);
    fixture.abort(X);
    for (int i = 0; i < 20; i++) {
      fixture.effects.removeIf(WriterEffect.RetryRelease.class::isInstance);
      fixture.cannotRelease();
      assertThat(fixture.last(WriterEffect.RetryRelease.class).release())
          .isEqualTo(fixture.last(ReleaseHold.class));
    }
    fixture.end(WriterStep.ABORT, DONE);
    assertThat(fixture.replies).doesNotContain(ABORTED);
    fixture.release(HoldEnd.HELD);
    assertThat(fixture.replies).last().isEqualTo(ABORTED);
  }

  @ParameterizedTest
  @MethodSource("everyPhaseOfABackup")
  void A30_an_abort_calls_for_error_handling_and_leaves_one_log_record(WriterPhase phase) {
    WriterFixture fixture = in(phase);
    fixture.effects.clear();
    fixture.abort(X);
    fixture.abort(X);
    releaseIfAsked(fixture);
    fixture.end(WriterStep.ABORT, DONE);
    fixture.abort(X);
    assertThat(fixture.call(WriterStep.ABORT).errorHandling()).isTrue();
    assertThat(fixture.all(WriteLog.class))
        .singleElement()
        .satisfies(
            write -> {
              assertThat(write.log().set()).isEqualTo(X.set());
              assertThat(write.log().session()).contains(X.session());
              assertThat(write.log().fault().failure()).isEqualTo(Failure.ABORTED_BY_REQUESTER);
            });
  }

  @Test
  void A30_the_log_record_waits_until_nothing_is_frozen() {
    WriterFixture fixture = in(WriterPhase.FROZEN);
    fixture.abort(X);
    fixture.cannotRelease();
    fixture.end(WriterStep.ABORT, DONE);
    assertThat(fixture.all(WriteLog.class)).isEmpty();
    fixture.release(HoldEnd.HELD);
    assertThat(fixture.all(WriteLog.class)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("everyPhaseOfABackup")
  void A31_an_abort_does_what_thaw_and_PostSnapshot_have_to_do(WriterPhase phase) {
    WriterFixture fixture = in(phase);
    boolean mayBeHeld = !fixture.writer.holds().isEmpty();
    Optional<Long> running = running(fixture);
    fixture.effects.clear();
    fixture.abort(X);
    // What Thaw does: the hold is ended before the application is bothered with anything else.
    assertThat(fixture.all(ReleaseHold.class)).hasSize(mayBeHeld ? 1 : 0);
    assertThat(fixture.all(CallHandler.class)).hasSize(mayBeHeld ? 0 : 1);
    assertThat(fixture.all(InterruptHandler.class).stream().map(InterruptHandler::call))
        .isEqualTo(running.stream().toList());
    // What PostSnapshot does is the abort handler's; neither of the two is called beside it.
    releaseIfAsked(fixture);
    assertThat(fixture.all(CallHandler.class))
        .extracting(CallHandler::step)
        .containsExactly(WriterStep.ABORT);
  }

  private static Optional<Long> running(WriterFixture fixture) {
    return fixture.writer.sessions().values().stream()
        .flatMap(session -> session.work().handler().stream())
        .map(CallHandler::call)
        .findFirst();
  }

  private static void releaseIfAsked(WriterFixture fixture) {
    boolean handling = fixture.writer.holds().values().stream().anyMatch(hold -> hold.handling());
    if (!fixture.all(ReleaseHold.class).isEmpty()) {
      fixture.release(HoldEnd.HELD);
    }
    if (handling) {
      fixture.give(
          new WriterInput.HandlerEnded(X.set(), fixture.last(ReleaseHold.class).hold(), FAILED));
      fixture.release(HoldEnd.NOT_HELD);
    }
  }

  /** Everything that was done, but for the cause that requests and records name. */
  private static List<Object> courseOf(WriterFixture fixture) {
    return fixture.effects.stream()
        .<Object>map(
            effect ->
                switch (effect) {
                  case CallHandler call ->
                      List.of(call.step(), call.call(), call.limit(), call.errorHandling());
                  case WriteLog log -> "logged";
                  default -> effect;
                })
        .toList();
  }

  private static Failure toldOf(WriterFixture fixture, WriterStep step) {
    return fixture.replies.stream()
        .filter(Handled.class::isInstance)
        .map(Handled.class::cast)
        .filter(handled -> handled.step() == step)
        .filter(handled -> handled.stamp().equals(X))
        .map(handled -> ((HandlerResult.Failed) handled.result()).fault().failure())
        .findFirst()
        .orElseThrow();
  }

  private static WriterState status(WriterFixture fixture) {
    WriterReply reply = fixture.give(new WriterInput.GatherStatus(X)).replies().getFirst();
    return ((Status) reply).state();
  }
}
