package io.lull.protocol.window;

import static io.lull.protocol.writer.WriterLevel.BACK_END;
import static io.lull.protocol.writer.WriterLevel.FRONT_END;
import static io.lull.protocol.writer.WriterLevel.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowMachineTest {
  private final WindowFixture two = WindowFixture.of(1, FRONT_END, BACK_END);

  @Test
  void freezes_front_ends_first_and_thaws_them_last() {
    WindowFixture f = WindowFixture.of(1, SYSTEM, FRONT_END, BACK_END);

    f.finishWell();

    List<WriterId> frozen = f.sent(WriterInput.Freeze.class);
    assertThat(frozen)
        .containsExactlyElementsOf(f.plan.writers().stream().map(WindowWriter::id).toList());
    assertThat(f.sent(WriterInput.Thaw.class)).containsExactlyElementsOf(frozen.reversed());
    assertThat(f.report().orElseThrow().failure()).isEmpty();
  }

  @Test
  void asks_no_provider_before_every_writer_stands_still() {
    two.open();
    two.froze(two.plan.writers().getFirst());

    assertThat(two.providersSent(ProviderInput.PreCommit.class)).isZero();
    two.froze(two.plan.writers().getLast());
    assertThat(two.providersSent(ProviderInput.PreCommit.class)).isOne();
  }

  @Test
  void a_good_report_has_a_hold_a_receipt_and_an_attestation_of_everybody() {
    WindowFixture f = WindowFixture.of(2, FRONT_END, BACK_END, BACK_END);

    f.finishWell();

    WindowReport report = f.report().orElseThrow();
    assertThat(report.holds()).hasSize(3);
    assertThat(report.receipts()).hasSize(2);
    assertThat(report.attestations()).hasSize(3).allMatch(a -> a.end() == HoldEnd.HELD);
    assertThat(report.unconfirmed()).isEmpty();
  }

  @Test
  void a_set_without_volumes_still_freezes_and_thaws_its_writers() {
    WindowFixture f = WindowFixture.of(0, BACK_END);

    f.finishWell();

    assertThat(f.sent(WriterInput.Thaw.class)).hasSize(1);
    assertThat(f.report().orElseThrow().failure()).isEmpty();
  }

  @Test
  void a_set_without_writers_still_commits() {
    WindowFixture f = WindowFixture.of(2);

    f.finishWell();

    assertThat(f.providersSent(ProviderInput.PostCommit.class)).isEqualTo(2);
    assertThat(f.report().orElseThrow().failure()).isEmpty();
  }

  @Test
  void a_second_answer_of_one_writer_does_not_stand_for_another() {
    WindowFixture f = WindowFixture.of(1, BACK_END, BACK_END);
    f.open();

    f.froze(f.plan.writers().getFirst());
    f.froze(f.plan.writers().getFirst());

    assertThat(f.window.phase()).isEqualTo(WindowPhase.FREEZING);
    assertThat(f.window.awaiting()).isOne();
  }

  @Test
  void an_answer_with_another_stamp_is_not_heard() {
    two.open();
    WindowWriter writer = two.plan.writers().getFirst();
    Stamp stamp = two.plan.stamp(writer);
    Stamp late =
        new Stamp(
            stamp.session(), stamp.set(), stamp.epoch().next(), stamp.incarnation(), stamp.slot());

    two.give(
        new WindowInput.WriterFroze(
            new WriterReply.Frozen(
                writer.id(), late, WindowFixture.token(writer), writer.lease())));

    assertThat(two.window.awaiting()).isOne();
    assertThat(two.window.writers().get(0).token()).isEmpty();
  }

  @Test
  void does_not_begin_to_commit_when_too_little_of_the_smallest_lease_is_left() {
    two.open();
    two.froze(two.plan.writers().getFirst());
    // A host may grant less than it was asked for; what it granted is what counts.
    WindowWriter last = two.plan.writers().getLast();
    two.give(
        new WindowInput.WriterFroze(
            new WriterReply.Frozen(
                last.id(),
                two.plan.stamp(last),
                WindowFixture.token(last),
                two.plan.limits().commit())));

    assertThat(two.window.phase()).isEqualTo(WindowPhase.ABORTING);
    assertThat(two.window.failure().orElseThrow().failure()).isEqualTo(Failure.LEASE_TOO_SHORT);
    assertThat(two.providersSent(ProviderInput.PreCommit.class)).isZero();
  }

  @Test
  void counts_a_lease_from_when_its_level_was_asked_and_not_from_the_answer() {
    two.open();
    two.pass(Duration.ofSeconds(5));
    two.froze(two.plan.writers().getFirst());

    assertThat(two.window.times().leaseUntil())
        .isEqualTo(two.window.times().opened().plus(Duration.ofSeconds(60)));
  }

  @Test
  void refuses_to_freeze_anybody_when_the_lease_leaves_no_time_for_it() {
    WindowWriter hasty = WindowFixture.writer(0, BACK_END, Duration.ofSeconds(10));
    WindowFixture f = new WindowFixture(WindowFixture.plan(List.of(hasty), 1));

    f.open();

    assertThat(f.sent(WriterInput.Freeze.class)).isEmpty();
    assertThat(f.window.failure().orElseThrow().failure()).isEqualTo(Failure.LEASE_TOO_SHORT);
  }

  @Test
  void an_answer_after_the_deadline_is_too_late_even_if_the_timer_is_later_still() {
    two.open();
    two.pass(two.plan.freezeLimit());

    two.froze(two.plan.writers().getFirst());

    assertThat(two.window.failure().orElseThrow().failure()).isEqualTo(Failure.FREEZE_DEADLINE);
  }

  @Test
  void a_freeze_that_failed_aborts_every_writer_also_those_never_asked() {
    two.open();

    two.handled(
        two.plan.writers().getFirst(),
        WriterStep.FREEZE,
        new HandlerResult.Failed(Fault.of(Failure.WRITER_RETRYABLE, "a test")));

    assertThat(two.sent(WriterInput.Abort.class))
        .containsExactlyElementsOf(two.plan.writers().stream().map(WindowWriter::id).toList());
  }

  @Test
  void a_writer_that_objects_at_freeze_fails_nothing() {
    two.open();

    two.handled(
        two.plan.writers().getFirst(),
        WriterStep.FREEZE,
        new HandlerResult.Objected(Fault.of(Failure.WRITER_RETRYABLE, "a test")));

    assertThat(two.window.phase()).isEqualTo(WindowPhase.FREEZING);
  }

  @Test
  void a_hold_that_lapsed_fails_the_set_although_every_provider_committed() {
    thawing();

    two.letGo(two.plan.writers().getLast(), HoldEnd.LAPSED);

    assertThat(two.window.failure().orElseThrow().failure()).isEqualTo(Failure.HOLD_LAPSED);
    assertThat(two.sent(WriterInput.Abort.class)).hasSize(2);
  }

  @Test
  void a_commit_without_a_receipt_fails_the_set() {
    two.open();
    two.plan.writers().forEach(two::froze);
    WindowProvider provider = two.plan.providers().getFirst();
    two.stepped(provider, ProviderStep.PRE_COMMIT, WindowFixture.done());

    two.stepped(provider, ProviderStep.COMMIT, WindowFixture.done());

    assertThat(two.window.failure().orElseThrow().failure())
        .isEqualTo(Failure.UNEXPECTED_PROVIDER_ERROR);
  }

  @Test
  void a_second_answer_to_an_earlier_step_does_not_stand_for_the_next() {
    WindowFixture f = WindowFixture.of(2, BACK_END);
    f.open();
    f.plan.writers().forEach(f::froze);
    f.stepped(f.plan.providers().getFirst(), ProviderStep.PRE_COMMIT, WindowFixture.done());

    f.stepped(f.plan.providers().getFirst(), ProviderStep.PRE_COMMIT, WindowFixture.done());

    assertThat(f.window.phase()).isEqualTo(WindowPhase.PRE_COMMITTING);
  }

  @Test
  void repeats_only_what_has_not_been_answered() {
    thawing();
    two.letGo(two.plan.writers().getLast(), HoldEnd.HELD);
    two.asked.clear();

    two.give(new WindowInput.TimerDue(WindowTimer.REPEAT));

    assertThat(two.sent(WriterInput.Thaw.class))
        .containsExactly(two.plan.writers().getFirst().id());
  }

  @Test
  void closes_after_the_limit_of_abort_and_names_whoever_has_not_confirmed() {
    two.open();
    two.give(new WindowInput.AbortWindow(Fault.of(Failure.ABORTED_BY_REQUESTER, "a test")));
    two.handled(two.plan.writers().getFirst(), WriterStep.ABORT, new HandlerResult.Done());
    two.pass(two.plan.limits().abort());

    two.give(new WindowInput.TimerDue(WindowTimer.ABORT));

    assertThat(two.report().orElseThrow().unconfirmed())
        .containsExactly(two.plan.writers().getLast().id());
  }

  @Test
  void a_lost_host_that_takes_no_part_disturbs_nobody() {
    two.open();

    two.give(
        new WindowInput.HostLost(
            new HostId("elsewhere"), Fault.of(Failure.HOST_UNREACHABLE, "a test")));

    assertThat(two.window.phase()).isEqualTo(WindowPhase.FREEZING);
  }

  @Test
  void a_host_that_lives_a_new_life_stays_unconfirmed_and_is_not_waited_for() {
    two.open();
    two.give(new WindowInput.AbortWindow(Fault.of(Failure.ABORTED_BY_REQUESTER, "a test")));

    two.refused(two.plan.writers().getFirst(), WriterStep.ABORT, Failure.STALE_INCARNATION);
    two.handled(two.plan.writers().getLast(), WriterStep.ABORT, new HandlerResult.Done());

    assertThat(two.report().orElseThrow().unconfirmed())
        .containsExactly(two.plan.writers().getFirst().id());
  }

  @Test
  void a_provider_that_fails_aborts_all_writers_and_asks_no_further_step() {
    two.open();
    two.plan.writers().forEach(two::froze);

    two.stepped(
        two.plan.providers().getFirst(),
        ProviderStep.PRE_COMMIT,
        new StepResult.Failed(Fault.of(Failure.PROVIDER_VETO, "a test")));

    assertThat(two.sent(WriterInput.Abort.class)).hasSize(2);
    assertThat(two.providersSent(ProviderInput.Commit.class)).isZero();
  }

  private void thawing() {
    two.open();
    two.plan.writers().forEach(two::froze);
    WindowProvider provider = two.plan.providers().getFirst();
    two.stepped(provider, ProviderStep.PRE_COMMIT, WindowFixture.done());
    two.committed(provider);
    two.stepped(provider, ProviderStep.POST_COMMIT, WindowFixture.done());
    assertThat(two.window.phase()).isEqualTo(WindowPhase.THAWING);
  }
}
