package io.lull.protocol.writer;

import static io.lull.protocol.writer.WriterFixture.BROKEN;
import static io.lull.protocol.writer.WriterFixture.DONE;
import static io.lull.protocol.writer.WriterFixture.FAILED;
import static io.lull.protocol.writer.WriterFixture.LEASE;
import static io.lull.protocol.writer.WriterFixture.LIFE;
import static io.lull.protocol.writer.WriterFixture.WRITER;
import static io.lull.protocol.writer.WriterFixture.X;
import static io.lull.protocol.writer.WriterFixture.Y;
import static io.lull.protocol.writer.WriterFixture.in;
import static io.lull.protocol.writer.WriterFixture.later;
import static io.lull.protocol.writer.WriterFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.table.Decision;
import io.lull.protocol.writer.WriterEffect.ArmLease;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEffect.InterruptHandler;
import io.lull.protocol.writer.WriterEffect.LogRecord;
import io.lull.protocol.writer.WriterEffect.ReleaseHold;
import io.lull.protocol.writer.WriterEffect.WriteLog;
import io.lull.protocol.writer.WriterReply.Handled;
import io.lull.protocol.writer.WriterReply.Refused;
import io.lull.protocol.writer.WriterReply.Status;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WriterMachineTest {
  private static final Set<WriterStep> STEPS =
      EnumSet.complementOf(EnumSet.of(WriterStep.IDENTIFY));

  @ParameterizedTest
  @EnumSource(WriterPhase.class)
  void what_is_meant_for_another_life_is_refused_with_the_present_one(WriterPhase phase) {
    for (WriterStep step : STEPS) {
      WriterFixture fixture = in(phase);
      Stamp dead = new Stamp(X.session(), X.set(), X.epoch(), Incarnation.FIRST, X.slot());
      Decision<WriterEvent, WriterEffect, WriterReply> decision = fixture.ask(step, dead);
      assertThat(refusal(decision)).isEqualTo(Failure.STALE_INCARNATION);
      assertThat(((Refused) decision.replies().getFirst()).incarnation()).isEqualTo(LIFE);
      assertThat(decision.events()).isEmpty();
    }
  }

  @Test
  void Identify_is_answered_in_every_life_and_says_which_it_is() {
    WriterFixture fixture = WriterFixture.writer();
    fixture.give(new WriterInput.Identify(X.session(), Incarnation.FIRST));
    assertThat(fixture.last(WriterEffect.Describe.class).limit())
        .isEqualTo(fixture.writer.limits().identify());
  }

  @Test
  void what_an_older_attempt_says_is_refused_and_changes_nothing() {
    for (WriterStep step : STEPS) {
      WriterFixture fixture = in(WriterPhase.FROZEN);
      Decision<WriterEvent, WriterEffect, WriterReply> decision =
          fixture.ask(step, WriterFixture.stamp("x", 2));
      assertThat(refusal(decision)).isEqualTo(Failure.STALE_EPOCH);
      assertThat(decision.events()).isEmpty();
      assertThat(decision.effects()).isEmpty();
    }
  }

  @Test
  void a_newer_attempt_makes_the_older_one_late_whatever_it_asks() {
    WriterFixture fixture = in(WriterPhase.BACKUP_PREPARED);
    fixture.status(later(X));
    assertThat(refusal(fixture.ask(WriterStep.PREPARE_FOR_SNAPSHOT, X)))
        .isEqualTo(Failure.STALE_EPOCH);
  }

  @Test
  void an_older_attempt_that_aborts_what_is_aborted_makes_no_error() {
    WriterFixture fixture = in(WriterPhase.ABORTED);
    Stamp older = WriterFixture.stamp("x", 1);
    assertThat(fixture.abort(older))
        .isEqualTo(Decision.reply(new Handled(WRITER, older, WriterStep.ABORT, DONE)));
  }

  @Test
  void a_late_question_about_the_state_is_answered_with_a_state_all_the_same() {
    WriterFixture fixture = in(WriterPhase.FROZEN);
    Status status = fixture.status(WriterFixture.stamp("x", 1));
    assertThat(status.state()).isEqualTo(WriterState.UNKNOWN);
    assertThat(status.fault().orElseThrow().failure()).isEqualTo(Failure.STALE_EPOCH);
    assertThat(status.last()).isEqualTo(WriterStep.FREEZE);
  }

  @Test
  void each_step_is_handled_once_and_answered_as_often_as_it_is_asked_for() {
    WriterFixture fixture = in(WriterPhase.COMPLETED);
    int calls = fixture.all(CallHandler.class).size();
    for (WriterStep step :
        EnumSet.of(
            WriterStep.PREPARE_FOR_BACKUP,
            WriterStep.PREPARE_FOR_SNAPSHOT,
            WriterStep.POST_SNAPSHOT,
            WriterStep.BACKUP_COMPLETE)) {
      assertThat(fixture.ask(step, X))
          .isEqualTo(Decision.reply(new Handled(WRITER, X, step, DONE)));
      assertThat(fixture.ask(step, later(X)).replies())
          .containsExactly(new Handled(WRITER, later(X), step, DONE));
      fixture.writer = in(WriterPhase.COMPLETED).writer;
    }
    assertThat(fixture.all(CallHandler.class)).hasSize(calls);
  }

  @Test
  void an_objection_is_recorded_and_the_set_goes_on() {
    WriterFixture fixture = in(WriterPhase.PREPARING_BACKUP);
    fixture.end(WriterStep.PREPARE_FOR_BACKUP, new HandlerResult.Objected(BROKEN));
    assertThat(fixture.status(X).state()).isEqualTo(WriterState.FAILED_AT_PREPARE_BACKUP);
    fixture.ask(WriterStep.PREPARE_FOR_SNAPSHOT, X);
    assertThat(fixture.phase(X)).isEqualTo(WriterPhase.PREPARING_SNAPSHOT);
  }

  @Test
  void the_first_failure_is_the_one_that_is_kept() {
    WriterFixture fixture = in(WriterPhase.PREPARING_BACKUP);
    fixture.end(WriterStep.PREPARE_FOR_BACKUP, new HandlerResult.Objected(BROKEN));
    fixture.ask(WriterStep.PREPARE_FOR_SNAPSHOT, X);
    Fault second = Fault.of(Failure.WRITER_NON_RETRYABLE, "it broke for good");
    fixture.end(WriterStep.PREPARE_FOR_SNAPSHOT, new HandlerResult.Failed(second));
    assertThat(fixture.status(X).fault()).contains(BROKEN);
    assertThat(fixture.all(WriteLog.class)).hasSize(2);
  }

  @Test
  void a_failed_step_ends_the_way_of_the_set() {
    WriterFixture fixture = in(WriterPhase.FAILED);
    assertThat(refusal(fixture.ask(WriterStep.PREPARE_FOR_SNAPSHOT, X)))
        .isEqualTo(Failure.BAD_STATE);
    assertThat(fixture.ask(WriterStep.PREPARE_FOR_BACKUP, X).replies())
        .containsExactly(new Handled(WRITER, X, WriterStep.PREPARE_FOR_BACKUP, FAILED));
  }

  @Test
  void a_set_can_be_restored_by_a_session_of_its_own_after_its_backup_is_gone() {
    WriterFixture fixture = in(WriterPhase.SHUT_DOWN);
    Stamp restore = new Stamp(Y.session(), X.set(), X.epoch(), X.incarnation(), X.slot());
    fixture.reach(WriterPhase.POST_RESTORED, restore);
    fixture.ask(WriterStep.BACKUP_SHUTDOWN, restore);
    assertThat(fixture.call(WriterStep.BACKUP_SHUTDOWN).errorHandling()).isFalse();
  }

  @Test
  void a_failure_that_no_running_handler_reports_is_not_taken() {
    for (WriterPhase phase : WriterPhase.values()) {
      WriterFixture fixture = in(phase);
      Writer before = fixture.writer;
      fixture.give(new WriterInput.HandlerEnded(X.set(), 999, FAILED));
      fixture.give(new WriterInput.Described(X.session(), Optional.empty(), Optional.of(BROKEN)));
      assertThat(fixture.writer).isEqualTo(before);
    }
  }

  @Test
  void a_shutdown_that_failed_shows_in_the_state_and_is_answered_alike_again() {
    WriterFixture fixture = in(WriterPhase.SHUTTING_DOWN);
    fixture.end(WriterStep.BACKUP_SHUTDOWN, FAILED);
    assertThat(fixture.status(X).state()).isEqualTo(WriterState.FAILED_AT_BACKUP_SHUTDOWN);
    assertThat(fixture.ask(WriterStep.BACKUP_SHUTDOWN, X))
        .isEqualTo(Decision.reply(new Handled(WRITER, X, WriterStep.BACKUP_SHUTDOWN, FAILED)));
  }

  @Test
  void a_shutdown_waits_for_the_abort_and_is_answered_after_it() {
    WriterFixture fixture = in(WriterPhase.ABORTING);
    assertThat(fixture.ask(WriterStep.BACKUP_SHUTDOWN, X).replies()).isEmpty();
    fixture.release(HoldEnd.HELD);
    fixture.end(WriterStep.ABORT, DONE);
    fixture.end(WriterStep.BACKUP_SHUTDOWN, DONE);
    assertThat(fixture.replies)
        .endsWith(
            new Handled(WRITER, X, WriterStep.ABORT, DONE),
            new Handled(WRITER, X, WriterStep.BACKUP_SHUTDOWN, DONE));
  }

  @Test
  void a_hold_of_an_earlier_life_is_released_until_it_is_over_and_attested_by_nobody() {
    WriterFixture fixture = in(WriterPhase.SNAPSHOT_PREPARED);
    WriterInput found = new WriterInput.HoldFound(Y.set(), WriterFixture.token(500));
    fixture.give(found);
    ReleaseHold release = fixture.last(ReleaseHold.class);
    assertThat(release.token()).contains(WriterFixture.token(500));
    assertThat(fixture.give(found)).as("found twice").isEqualTo(Decision.effect(release));
    assertThat(refusal(fixture.ask(WriterStep.FREEZE, X))).isEqualTo(Failure.HOLD_REFUSED);
    fixture.cannotRelease();
    assertThat(fixture.last(WriterEffect.RetryRelease.class).release()).isEqualTo(release);
    assertThat(fixture.all(WriteLog.class)).as("it may be frozen").isEmpty();
    assertThat(fixture.release(HoldEnd.HELD).replies()).isEmpty();
    assertThat(fixture.writer.holds()).isEmpty();
    assertThat(fixture.last(WriteLog.class).log().fault().failure())
        .isEqualTo(Failure.HOST_RESTARTED);
  }

  @Test
  void nothing_is_outstanding_for_a_writer_that_has_heard_nothing() {
    WriterFixture fixture = WriterFixture.writer();
    assertThat(fixture.machine.outstanding(fixture.writer, fixture.now)).isEmpty();
  }

  @Test
  void a_freeze_under_way_is_guarded_first_and_then_called_again_under_its_number() {
    WriterFixture fixture = in(WriterPhase.FREEZING);
    ArmLease armed = fixture.last(ArmLease.class);
    CallHandler freeze = fixture.call(WriterStep.FREEZE);
    assertThat(fixture.machine.outstanding(fixture.writer, fixture.now))
        .containsExactly(armed, freeze);
    assertThat(fixture.machine.outstanding(fixture.writer, fixture.now.plus(LEASE)))
        .containsExactly(armed, new InterruptHandler(freeze.set(), freeze.call()));
  }

  @Test
  void a_release_that_nobody_has_answered_is_outstanding() {
    for (WriterPhase phase : EnumSet.of(WriterPhase.THAWING, WriterPhase.ABORTING)) {
      WriterFixture fixture = in(phase);
      assertThat(fixture.machine.outstanding(fixture.writer, fixture.now))
          .containsExactly(fixture.last(ReleaseHold.class));
    }
  }

  @Test
  void the_log_of_a_frozen_time_is_bounded_and_written_in_its_order() {
    WriterFixture fixture = in(WriterPhase.FROZEN);
    for (int i = 0; i < Writer.LOG_MOST + 9; i++) {
      Stamp set = WriterFixture.stamp("set" + i, 1);
      fixture.ask(WriterStep.PREPARE_FOR_BACKUP, set);
      fixture.end(WriterStep.PREPARE_FOR_BACKUP, FAILED);
      fixture.ask(WriterStep.BACKUP_SHUTDOWN, set);
      fixture.end(WriterStep.BACKUP_SHUTDOWN, DONE);
    }
    assertThat(fixture.all(WriteLog.class)).isEmpty();
    fixture.thaw(X);
    fixture.release(HoldEnd.HELD);
    assertThat(fixture.all(WriteLog.class)).hasSize(Writer.LOG_MOST);
    assertThat(fixture.all(WriteLog.class))
        .first()
        .extracting(WriteLog::log)
        .isEqualTo(
            new LogRecord(
                Optional.of(WriterFixture.stamp("set0", 1).session()),
                WriterFixture.stamp("set0", 1).set(),
                BROKEN));
    assertThat(fixture.writer.log()).isEmpty();
  }

  @Test
  void a_window_of_zero_or_less_or_without_end_is_refused() {
    for (Duration window :
        new Duration[] {
          Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(Long.MAX_VALUE)
        }) {
      assertThatThrownBy(() -> new WriterFixture(Limits.defaults(), Optional.of(window)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(WRITER.toString());
    }
  }
}
