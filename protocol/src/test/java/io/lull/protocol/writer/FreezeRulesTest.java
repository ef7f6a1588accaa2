package io.lull.protocol.writer;

import static io.lull.protocol.writer.WriterFixture.DONE;
import static io.lull.protocol.writer.WriterFixture.LEASE;
import static io.lull.protocol.writer.WriterFixture.WRITER;
import static io.lull.protocol.writer.WriterFixture.X;
import static io.lull.protocol.writer.WriterFixture.Y;
import static io.lull.protocol.writer.WriterFixture.in;
import static io.lull.protocol.writer.WriterFixture.later;
import static io.lull.protocol.writer.WriterFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.table.Decision;
import io.lull.protocol.writer.WriterEffect.DisarmLease;
import io.lull.protocol.writer.WriterEffect.InterruptHandler;
import io.lull.protocol.writer.WriterEffect.ReleaseHold;
import io.lull.protocol.writer.WriterReply.Frozen;
import io.lull.protocol.writer.WriterReply.Handled;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FreezeRulesTest {
  @Test
  void refuses_a_lease_of_zero_or_less() {
    for (Duration lease : new Duration[] {Duration.ZERO, Duration.ofNanos(-1)}) {
      WriterFixture fixture = in(WriterPhase.SNAPSHOT_PREPARED);
      assertThat(refusal(fixture.give(new WriterInput.Freeze(X, lease))))
          .isEqualTo(Failure.INVALID_ARGUMENT);
      assertThat(fixture.phase(X)).isEqualTo(WriterPhase.SNAPSHOT_PREPARED);
    }
  }

  @Test
  void refuses_a_freeze_before_the_preparation_is_done() {
    for (WriterPhase phase :
        new WriterPhase[] {
          WriterPhase.ABSENT,
          WriterPhase.PREPARING_BACKUP,
          WriterPhase.BACKUP_PREPARED,
          WriterPhase.PREPARING_SNAPSHOT,
          WriterPhase.FAILED
        }) {
      assertThat(refusal(in(phase).ask(WriterStep.FREEZE, X))).isEqualTo(Failure.NOT_PREPARED);
    }
  }

  @Test
  void a_freeze_needs_the_preparation_of_its_own_epoch() {
    WriterFixture fixture = in(WriterPhase.SNAPSHOT_PREPARED);
    Stamp next = later(X);
    assertThat(refusal(fixture.ask(WriterStep.FREEZE, next))).isEqualTo(Failure.NOT_PREPARED);
    // The new attempt asks and hears that it is prepared; now it may freeze.
    assertThat(fixture.ask(WriterStep.PREPARE_FOR_SNAPSHOT, next).replies())
        .containsExactly(new Handled(WRITER, next, WriterStep.PREPARE_FOR_SNAPSHOT, DONE));
    fixture.ask(WriterStep.FREEZE, next);
    assertThat(fixture.phase(X)).isEqualTo(WriterPhase.FREEZING);
  }

  @Test
  void refuses_a_freeze_until_the_hold_of_the_other_set_is_over() {
    WriterFixture fixture = in(WriterPhase.SNAPSHOT_PREPARED).reach(WriterPhase.FREEZING, Y);
    assertThat(refusal(fixture.ask(WriterStep.FREEZE, X))).isEqualTo(Failure.HOLD_REFUSED);
    fixture.freezes();
    assertThat(refusal(fixture.ask(WriterStep.FREEZE, X))).isEqualTo(Failure.HOLD_REFUSED);
    fixture.thaw(Y);
    assertThat(refusal(fixture.ask(WriterStep.FREEZE, X))).isEqualTo(Failure.HOLD_REFUSED);
    fixture.release(HoldEnd.HELD);
    fixture.ask(WriterStep.FREEZE, X);
    assertThat(fixture.phase(X)).isEqualTo(WriterPhase.FREEZING);
  }

  @Test
  void refuses_a_freeze_while_a_lost_freeze_handler_may_still_freeze() {
    WriterFixture fixture = in(WriterPhase.SNAPSHOT_PREPARED).reach(WriterPhase.FREEZING, Y);
    fixture.overdue(WriterStep.FREEZE);
    fixture.release(HoldEnd.NOT_HELD);
    assertThat(refusal(fixture.ask(WriterStep.FREEZE, X))).isEqualTo(Failure.HOLD_REFUSED);
  }

  @Test
  void a_repeated_freeze_is_answered_with_the_same_token_and_calls_nothing() {
    WriterFixture fixture = in(WriterPhase.FROZEN);
    assertThat(fixture.ask(WriterStep.FREEZE, X))
        .isEqualTo(Decision.reply(new Frozen(WRITER, X, fixture.token(), LEASE)));
  }

  @Test
  void a_freeze_repeated_while_it_runs_is_answered_once_to_the_newest() {
    WriterFixture fixture = in(WriterPhase.FREEZING);
    assertThat(fixture.ask(WriterStep.FREEZE, X)).isEqualTo(Decision.nothing());
    assertThat(fixture.ask(WriterStep.FREEZE, later(X)).replies()).isEmpty();
    assertThat(fixture.freezes().replies())
        .containsExactly(new Frozen(WRITER, later(X), fixture.token(), LEASE));
  }

  @Test
  void a_freeze_after_the_thaw_is_out_of_order() {
    assertThat(refusal(in(WriterPhase.THAWED).ask(WriterStep.FREEZE, X)))
        .isEqualTo(Failure.BAD_STATE);
  }

  @Test
  void the_freeze_handler_may_not_run_longer_than_the_lease() {
    WriterFixture fixture = in(WriterPhase.SNAPSHOT_PREPARED);
    fixture.give(new WriterInput.Freeze(X, Duration.ofSeconds(3)));
    assertThat(fixture.call(WriterStep.FREEZE).limit()).isEqualTo(Duration.ofSeconds(3));
    assertThat(in(WriterPhase.FREEZING).call(WriterStep.FREEZE).limit())
        .isEqualTo(fixture.writer.limits().freeze());
  }

  @Test
  void a_failed_freeze_is_thawed_all_the_same() {
    WriterFixture fixture = in(WriterPhase.FREEZING);
    fixture.end(WriterStep.FREEZE, WriterFixture.FAILED);
    assertThat(fixture.replies)
        .last()
        .isEqualTo(new Handled(WRITER, X, WriterStep.FREEZE, WriterFixture.FAILED));
    ReleaseHold release = fixture.last(ReleaseHold.class);
    assertThat(release.hold()).isEqualTo(fixture.call(WriterStep.FREEZE).call());
    assertThat(release.token()).isEmpty();
  }

  @Test
  void a_freeze_handler_that_ends_without_a_token_has_failed() {
    WriterFixture fixture = in(WriterPhase.FREEZING);
    fixture.end(WriterStep.FREEZE, DONE);
    assertThat(fixture.last(ReleaseHold.class).set()).isEqualTo(X.set());
    assertThat(fixture.status(X).fault().orElseThrow().failure())
        .isEqualTo(Failure.UNEXPECTED_WRITER_ERROR);
  }

  @Test
  void what_somebody_else_froze_is_not_thawed() {
    WriterFixture fixture = in(WriterPhase.FREEZING);
    Fault busy = Fault.of(Failure.HOLD_REFUSED, "the file system is frozen by another tool");
    fixture.end(WriterStep.FREEZE, new HandlerResult.Failed(busy));
    assertThat(fixture.all(ReleaseHold.class)).isEmpty();
    assertThat(fixture.all(DisarmLease.class)).hasSize(1);
    assertThat(fixture.writer.holds()).isEmpty();
    fixture.end(WriterStep.ABORT, DONE);
    assertThat(fixture.phase(X)).isEqualTo(WriterPhase.ABORTED);
  }

  @Test
  void an_overdue_freeze_is_interrupted_and_thawed_and_thawed_again_when_it_succeeds() {
    WriterFixture fixture = in(WriterPhase.FREEZING);
    long freeze = fixture.call(WriterStep.FREEZE).call();
    fixture.overdue(WriterStep.FREEZE);
    assertThat(fixture.effects)
        .containsSubsequence(
            new InterruptHandler(X.set(), freeze), fixture.last(ReleaseHold.class));
    long first = fixture.last(ReleaseHold.class).call();
    fixture.freezes();
    ReleaseHold second = fixture.last(ReleaseHold.class);
    assertThat(second.call()).isNotEqualTo(first);
    assertThat(second.token()).contains(fixture.token());
    // The owner's word on the first release was given before the freeze.
    fixture.give(new WriterInput.HoldReleased(X.set(), first, HoldEnd.NOT_HELD));
    assertThat(fixture.writer.holds()).hasSize(1);
    fixture.release(HoldEnd.HELD);
    assertThat(fixture.writer.holds()).isEmpty();
    assertThat(fixture.replies).noneMatch(Frozen.class::isInstance);
  }

  /** The owner's word is older than a freeze that comes after it and is never reported. */
  @Test
  void the_lease_of_a_hanging_freeze_is_ended_also_after_its_release_was_answered() {
    WriterFixture fixture = in(WriterPhase.FREEZING);
    fixture.overdue(WriterStep.FREEZE);
    fixture.release(HoldEnd.NOT_HELD);
    long first = fixture.last(ReleaseHold.class).call();
    fixture.pass(LEASE).leaseDue();
    assertThat(fixture.last(ReleaseHold.class).call()).isNotEqualTo(first);
  }

  @Test
  void a_freeze_that_succeeds_when_its_lease_is_over_is_thawed_and_never_told() {
    WriterFixture fixture = in(WriterPhase.FREEZING).pass(LEASE);
    fixture.freezes();
    assertThat(fixture.last(ReleaseHold.class).token()).contains(fixture.token());
    assertThat(fixture.replies).noneMatch(Frozen.class::isInstance);
  }

  @Test
  void a_success_that_nobody_awaits_is_thawed() {
    WriterFixture fixture = WriterFixture.writer();
    fixture.give(new WriterInput.FreezeHandled(X.set(), 77, WriterFixture.token(77)));
    assertThat(fixture.last(ReleaseHold.class).token()).contains(WriterFixture.token(77));
    fixture.cannotRelease();
    assertThat(fixture.last(WriterEffect.RetryRelease.class).release())
        .isEqualTo(fixture.last(ReleaseHold.class));
    fixture.release(HoldEnd.HELD);
    assertThat(fixture.writer.holds()).isEmpty();
  }
}
