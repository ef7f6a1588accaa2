package io.lull.protocol.writer;

import static io.lull.protocol.writer.WriterFixture.LEASE;
import static io.lull.protocol.writer.WriterFixture.LIFE;
import static io.lull.protocol.writer.WriterFixture.RECEIPTS;
import static io.lull.protocol.writer.WriterFixture.STUCK;
import static io.lull.protocol.writer.WriterFixture.WRITER;
import static io.lull.protocol.writer.WriterFixture.X;
import static io.lull.protocol.writer.WriterFixture.Y;
import static io.lull.protocol.writer.WriterFixture.in;
import static io.lull.protocol.writer.WriterFixture.later;
import static io.lull.protocol.writer.WriterFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.Attestation;
import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.table.Decision;
import io.lull.protocol.writer.WriterEffect.ArmLease;
import io.lull.protocol.writer.WriterEffect.ReleaseHold;
import io.lull.protocol.writer.WriterEffect.RetryRelease;
import io.lull.protocol.writer.WriterReply.Handled;
import io.lull.protocol.writer.WriterReply.Thawed;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThawRulesTest {
  private static final HoldToken UNKNOWN = WriterFixture.token(4711);

  @Test
  void a_hold_that_stood_until_its_thaw_is_attested_over_token_and_receipts() {
    WriterFixture fixture = in(WriterPhase.FROZEN).pass(Duration.ofSeconds(7));
    assertThat(fixture.thaw(X).replies()).as("not before the owner has ended it").isEmpty();
    assertThat(fixture.release(HoldEnd.HELD).replies())
        .containsExactly(thawed(X, fixture.token(), HoldEnd.HELD));
    assertThat(fixture.phase(X)).isEqualTo(WriterPhase.THAWED);
  }

  @Test
  void an_unknown_token_was_never_held_and_leaves_the_hold_alone() {
    for (WriterPhase phase :
        List.of(WriterPhase.ABSENT, WriterPhase.FREEZING, WriterPhase.FROZEN, WriterPhase.POSTED)) {
      WriterFixture fixture = in(phase);
      Writer before = fixture.writer;
      assertThat(fixture.give(new WriterInput.Thaw(X, UNKNOWN, RECEIPTS)))
          .isEqualTo(Decision.reply(thawed(X, UNKNOWN, HoldEnd.NOT_HELD)));
      assertThat(fixture.writer).isEqualTo(before);
    }
  }

  @Test
  void an_unknown_token_does_not_change_what_a_thaw_under_way_is_told() {
    WriterFixture fixture = in(WriterPhase.THAWING);
    fixture.give(new WriterInput.Thaw(later(X), UNKNOWN, RECEIPTS));
    assertThat(fixture.release(HoldEnd.HELD).replies())
        .containsExactly(thawed(X, fixture.token(), HoldEnd.HELD));
  }

  @Test
  void a_thaw_for_one_set_does_not_end_the_hold_of_another() {
    WriterFixture fixture = in(WriterPhase.FROZEN).reach(WriterPhase.SNAPSHOT_PREPARED, Y);
    assertThat(fixture.thaw(Y).replies())
        .containsExactly(thawed(Y, fixture.token(), HoldEnd.NOT_HELD));
    assertThat(fixture.phase(X)).isEqualTo(WriterPhase.FROZEN);
    assertThat(fixture.all(ReleaseHold.class)).isEmpty();
  }

  @Test
  void a_repeated_thaw_gets_the_first_answer() {
    WriterFixture fixture = in(WriterPhase.THAWED).pass(LEASE);
    Digest other = Digest.of("receipts", List.of("others"));
    assertThat(fixture.give(new WriterInput.Thaw(X, fixture.token(), other)))
        .isEqualTo(Decision.reply(thawed(X, fixture.token(), HoldEnd.HELD)));
  }

  @Test
  void a_thaw_repeated_by_a_later_attempt_is_answered_to_that_one() {
    WriterFixture fixture = in(WriterPhase.THAWING);
    assertThat(fixture.thaw(X)).isEqualTo(Decision.nothing());
    fixture.thaw(later(X));
    assertThat(fixture.release(HoldEnd.HELD).replies())
        .containsExactly(thawed(later(X), fixture.token(), HoldEnd.HELD));
  }

  @Test
  void a_thaw_that_the_owner_could_not_do_has_failed_and_is_tried_until_it_is_done() {
    WriterFixture fixture = in(WriterPhase.THAWING);
    Handled failed = new Handled(WRITER, X, WriterStep.THAW, new HandlerResult.Failed(STUCK));
    assertThat(fixture.cannotRelease().replies()).containsExactly(failed);
    assertThat(fixture.status(X).state()).isEqualTo(WriterState.FAILED_AT_THAW);
    RetryRelease retry = fixture.last(RetryRelease.class);
    assertThat(retry.release()).isEqualTo(fixture.last(ReleaseHold.class));
    assertThat(retry.after()).isPositive();
    assertThat(fixture.thaw(X)).isEqualTo(Decision.reply(failed));
    fixture.release(HoldEnd.HELD);
    assertThat(fixture.writer.holds()).isEmpty();
    assertThat(fixture.thaw(X)).as("it failed and stays failed").isEqualTo(Decision.reply(failed));
  }

  @Test
  void a_timer_that_comes_early_is_armed_again_and_ends_nothing() {
    WriterFixture fixture = in(WriterPhase.FROZEN).pass(LEASE.minusNanos(1));
    ArmLease armed = fixture.last(ArmLease.class);
    assertThat(fixture.leaseDue()).isEqualTo(Decision.effect(armed));
    assertThat(fixture.phase(X)).isEqualTo(WriterPhase.FROZEN);
  }

  @Test
  void a_lease_that_ends_while_the_owner_is_silent_asks_the_owner_again() {
    WriterFixture fixture = in(WriterPhase.THAWING).pass(LEASE);
    ReleaseHold release = fixture.last(ReleaseHold.class);
    assertThat(fixture.leaseDue()).isEqualTo(Decision.effect(release));
  }

  @Test
  void a_hold_that_its_owner_lost_fails_the_set_at_once() {
    WriterFixture fixture = in(WriterPhase.FROZEN);
    long number = fixture.call(WriterStep.FREEZE).call();
    fixture.give(new WriterInput.HoldReleased(X.set(), number, HoldEnd.LAPSED));
    assertThat(fixture.status(X).fault().orElseThrow().failure()).isEqualTo(Failure.HOLD_LAPSED);
    assertThat(fixture.last(ReleaseHold.class).hold()).isEqualTo(number);
    assertThat(fixture.thaw(X).replies())
        .containsExactly(thawed(X, fixture.token(), HoldEnd.LAPSED));
  }

  @Test
  void a_lapse_is_told_to_whoever_froze() {
    WriterFixture fixture = in(WriterPhase.FROZEN).pass(LEASE);
    assertThat(fixture.leaseDue().replies())
        .singleElement()
        .isInstanceOfSatisfying(
            Handled.class,
            handled -> {
              assertThat(handled.stamp()).isEqualTo(X);
              assertThat(handled.step()).isEqualTo(WriterStep.FREEZE);
              assertThat(handled.result()).isInstanceOf(HandlerResult.Failed.class);
            });
    assertThat(fixture.status(X).state()).isEqualTo(WriterState.FAILED_AT_FREEZE);
  }

  @Test
  void a_thaw_after_an_abort_by_others_is_refused() {
    WriterFixture fixture = in(WriterPhase.ABORTED);
    assertThat(refusal(fixture.thaw(X))).isEqualTo(Failure.TOMBSTONED);
  }

  private static Thawed thawed(Stamp stamp, HoldToken token, HoldEnd end) {
    return new Thawed(
        WRITER,
        stamp,
        new Attestation(WRITER, stamp.set(), stamp.epoch(), LIFE, token, end, RECEIPTS));
  }
}
