package io.lull.protocol.conformance;

import static io.lull.protocol.writer.WriterFixture.DONE;
import static io.lull.protocol.writer.WriterFixture.LEASE;
import static io.lull.protocol.writer.WriterFixture.LIFE;
import static io.lull.protocol.writer.WriterFixture.RECEIPTS;
import static io.lull.protocol.writer.WriterFixture.X;
import static io.lull.protocol.writer.WriterFixture.Y;
import static io.lull.protocol.writer.WriterFixture.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.table.Decision;
import io.lull.protocol.writer.Writer;
import io.lull.protocol.writer.WriterEffect;
import io.lull.protocol.writer.WriterEffect.ArmLease;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEffect.DisarmLease;
import io.lull.protocol.writer.WriterEffect.InterruptHandler;
import io.lull.protocol.writer.WriterEffect.ReleaseHold;
import io.lull.protocol.writer.WriterEvent;
import io.lull.protocol.writer.WriterFixture;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterPhase;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterReply.Status;
import io.lull.protocol.writer.WriterReply.Thawed;
import io.lull.protocol.writer.WriterState;
import io.lull.protocol.writer.WriterStep;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a writer owes while it stands still, and after. */
class WriterHoldConformanceTest {
  private static final SessionId ANYBODY = new SessionId("anybody");

  @Test
  void W05_a_hold_is_ended_once_by_thaw_and_a_later_abort_ends_nothing() {
    WriterFixture fixture = in(WriterPhase.THAWED);
    assertThat(fixture.all(ReleaseHold.class)).hasSize(1);
    fixture.abort(X);
    fixture.end(WriterStep.ABORT, DONE);
    assertThat(fixture.all(ReleaseHold.class)).hasSize(1);
    assertThat(endings(fixture)).hasSize(1);
  }

  @Test
  void W05_a_hold_is_ended_once_by_abort_and_a_later_thaw_ends_nothing() {
    WriterFixture fixture = in(WriterPhase.ABORTED);
    fixture.thaw(X);
    assertThat(fixture.all(ReleaseHold.class)).hasSize(1);
    assertThat(endings(fixture)).hasSize(1);
    assertThat(fixture.replies).noneMatch(Thawed.class::isInstance);
  }

  @Test
  void W05_a_hold_whose_requester_only_shuts_down_is_ended_by_an_abort_first() {
    WriterFixture fixture = in(WriterPhase.FROZEN);
    fixture.ask(WriterStep.BACKUP_SHUTDOWN, X);
    fixture.release(HoldEnd.HELD);
    fixture.end(WriterStep.ABORT, DONE);
    fixture.end(WriterStep.BACKUP_SHUTDOWN, DONE);
    assertThat(fixture.all(CallHandler.class))
        .extracting(CallHandler::step)
        .endsWith(WriterStep.FREEZE, WriterStep.ABORT, WriterStep.BACKUP_SHUTDOWN);
    assertThat(endings(fixture)).hasSize(1);
  }

  @Test
  void W06_a_frozen_writer_ends_its_hold_when_the_lease_is_over_and_nobody_speaks() {
    WriterFixture fixture = in(WriterPhase.FROZEN).pass(LEASE);
    fixture.leaseDue();
    assertThat(fixture.last(ReleaseHold.class).token()).contains(fixture.token());
    fixture.release(HoldEnd.HELD);
    assertThat(fixture.writer.holds()).isEmpty();
  }

  @Test
  void W06_a_lost_timer_does_not_keep_it_frozen_once_anything_at_all_happens() {
    WriterFixture fixture = in(WriterPhase.FROZEN).pass(LEASE);
    fixture.give(new WriterInput.Identify(ANYBODY, LIFE));
    assertThat(fixture.last(ReleaseHold.class).token()).contains(fixture.token());
  }

  @Test
  void W07_a_thaw_after_the_writer_thawed_itself_hears_that_the_hold_lapsed() {
    WriterFixture fixture = in(WriterPhase.FROZEN).pass(LEASE);
    fixture.leaseDue();
    assertThat(thawedOf(fixture.thaw(X))).isEqualTo(HoldEnd.LAPSED);
    fixture.release(HoldEnd.HELD);
    assertThat(thawedOf(fixture.thaw(X))).isEqualTo(HoldEnd.LAPSED);
    fixture.end(WriterStep.ABORT, DONE);
    assertThat(thawedOf(fixture.thaw(X))).isEqualTo(HoldEnd.LAPSED);
  }

  @Test
  void W07_a_thaw_at_the_very_end_of_the_lease_is_too_late_although_no_timer_came() {
    WriterFixture late = in(WriterPhase.FROZEN).pass(LEASE);
    assertThat(thawedOf(late.thaw(X))).isEqualTo(HoldEnd.LAPSED);
    WriterFixture inTime = in(WriterPhase.FROZEN).pass(LEASE.minusNanos(1));
    inTime.thaw(X);
    assertThat(thawedOf(inTime.release(HoldEnd.HELD))).isEqualTo(HoldEnd.HELD);
  }

  @Test
  void W07_a_hold_that_its_owner_ended_by_itself_is_not_attested() {
    for (HoldEnd end : List.of(HoldEnd.LAPSED, HoldEnd.NOT_HELD)) {
      WriterFixture fixture = in(WriterPhase.THAWING);
      assertThat(thawedOf(fixture.release(end))).isEqualTo(end);
      assertThat(status(fixture, X).state()).isEqualTo(WriterState.FAILED_AT_THAW);
    }
  }

  @Test
  void W08_the_timer_of_one_hold_does_not_touch_a_later_hold() {
    WriterFixture fixture = in(WriterPhase.THAWED);
    ArmLease first = fixture.last(ArmLease.class);
    fixture.reach(WriterPhase.FROZEN, Y).pass(LEASE.minusNanos(1));
    Writer before = fixture.writer;
    assertThat(fixture.give(new WriterInput.LeaseDue(first.set(), first.call())))
        .isEqualTo(Decision.nothing());
    assertThat(fixture.writer).isEqualTo(before);
  }

  @Test
  void W08_a_timer_does_nothing_once_its_hold_has_been_thawed() {
    WriterFixture fixture = in(WriterPhase.THAWED);
    ArmLease armed = fixture.last(ArmLease.class);
    assertThat(fixture.last(DisarmLease.class))
        .isEqualTo(new DisarmLease(armed.set(), armed.call()));
    fixture.pass(LEASE);
    assertThat(fixture.leaseDue()).isEqualTo(Decision.nothing());
    assertThat(fixture.phase(X)).isEqualTo(WriterPhase.THAWED);
  }

  @Test
  void W09_after_an_abort_every_step_but_abort_and_shutdown_is_refused() {
    EnumSet<WriterStep> refused =
        EnumSet.complementOf(
            EnumSet.of(WriterStep.IDENTIFY, WriterStep.ABORT, WriterStep.BACKUP_SHUTDOWN));
    for (WriterPhase phase : List.of(WriterPhase.ABORTING, WriterPhase.ABORTED)) {
      for (WriterStep step : refused) {
        WriterFixture fixture = in(phase);
        Writer before = fixture.writer;
        Decision<WriterEvent, WriterEffect, WriterReply> decision = fixture.ask(step, X);
        assertThat(decision.replies())
            .singleElement()
            .isInstanceOfSatisfying(
                WriterReply.Refused.class,
                reply -> assertThat(reply.fault().failure()).isEqualTo(Failure.TOMBSTONED));
        assertThat(decision.effects()).isEmpty();
        assertThat(fixture.writer).isEqualTo(before);
      }
    }
  }

  @Test
  void W09_a_set_that_was_aborted_before_it_was_heard_of_is_never_prepared_or_frozen() {
    WriterFixture fixture = WriterFixture.writer();
    fixture.abort(X);
    for (WriterStep step :
        List.of(
            WriterStep.PREPARE_FOR_BACKUP, WriterStep.PREPARE_FOR_SNAPSHOT, WriterStep.FREEZE)) {
      assertThat(fixture.ask(step, X).replies())
          .singleElement()
          .isInstanceOfSatisfying(
              WriterReply.Refused.class,
              reply -> assertThat(reply.fault().failure()).isEqualTo(Failure.TOMBSTONED));
    }
    assertThat(fixture.effects).isEmpty();
  }

  @Test
  void D01_the_lease_is_armed_before_the_freeze_and_ends_it_without_any_message() {
    WriterFixture fixture = in(WriterPhase.FREEZING);
    ArmLease armed = fixture.last(ArmLease.class);
    assertThat(fixture.effects).containsSubsequence(armed, fixture.call(WriterStep.FREEZE));
    assertThat(armed.at()).isEqualTo(fixture.now.plus(LEASE));
    fixture.freezes();
    fixture.pass(LEASE).leaseDue();
    fixture.release(HoldEnd.HELD);
    assertThat(fixture.writer.holds()).isEmpty();
  }

  @Test
  void D04_a_handler_that_never_returns_is_over_for_the_set_and_is_interrupted() {
    Map<WriterPhase, WriterStep> running =
        Map.of(
            WriterPhase.PREPARING_BACKUP, WriterStep.PREPARE_FOR_BACKUP,
            WriterPhase.PREPARING_SNAPSHOT, WriterStep.PREPARE_FOR_SNAPSHOT,
            WriterPhase.FREEZING, WriterStep.FREEZE,
            WriterPhase.POSTING, WriterStep.POST_SNAPSHOT,
            WriterPhase.COMPLETING, WriterStep.BACKUP_COMPLETE,
            WriterPhase.PRE_RESTORING, WriterStep.PRE_RESTORE,
            WriterPhase.POST_RESTORING, WriterStep.POST_RESTORE);
    running.forEach(
        (phase, step) -> {
          WriterFixture fixture = in(phase);
          CallHandler call = fixture.call(step);
          assertThat(call.limit()).isPositive();
          fixture.overdue(step);
          assertThat(fixture.effects).contains(new InterruptHandler(call.set(), call.call()));
          assertThat(status(fixture, X).fault().orElseThrow().failure())
              .isEqualTo(Failure.WRITER_TIMEOUT);
          WriterState failed = status(fixture, X).state();
          fixture.end(step, DONE);
          assertThat(status(fixture, X).state()).as("after a late end").isEqualTo(failed);
        });
  }

  private static List<WriterEvent> endings(WriterFixture fixture) {
    return fixture.events.stream().filter(WriterEvent.HoldEnded.class::isInstance).toList();
  }

  private static HoldEnd thawedOf(Decision<WriterEvent, WriterEffect, WriterReply> decision) {
    return decision.replies().stream()
        .filter(Thawed.class::isInstance)
        .map(reply -> ((Thawed) reply).attestation())
        .peek(attestation -> assertThat(attestation.receipts()).isEqualTo(RECEIPTS))
        .findFirst()
        .orElseThrow()
        .end();
  }

  private static Status status(WriterFixture fixture, Stamp stamp) {
    return (Status) fixture.give(new WriterInput.GatherStatus(stamp)).replies().getFirst();
  }
}
