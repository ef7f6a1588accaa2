package io.lull.protocol.restore;

import static io.lull.protocol.restore.Backups.BETA;
import static io.lull.protocol.restore.Backups.BOXES;
import static io.lull.protocol.restore.Backups.CHAT;
import static io.lull.protocol.restore.Backups.DB;
import static io.lull.protocol.restore.Backups.LIFE;
import static io.lull.protocol.restore.Backups.MAIL;
import static io.lull.protocol.restore.Backups.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.restore.RestoreEffect.AskWriter;
import io.lull.protocol.restore.RestoreInput.GatherWriterStatus;
import io.lull.protocol.restore.RestoreInput.HostLost;
import io.lull.protocol.restore.RestoreInput.KeepAlive;
import io.lull.protocol.restore.RestoreInput.PreRestore;
import io.lull.protocol.restore.RestoreInput.QueryStatus;
import io.lull.protocol.restore.RestoreInput.Release;
import io.lull.protocol.restore.RestoreInput.SetSelectedForRestore;
import io.lull.protocol.restore.RestoreInput.TakeOver;
import io.lull.protocol.restore.RestoreInput.WriterSaid;
import io.lull.protocol.restore.RestoreReply.Handled;
import io.lull.protocol.restore.RestoreReply.Pending;
import io.lull.protocol.restore.RestoreReply.Refused;
import io.lull.protocol.restore.RestoreReply.Standing;
import io.lull.protocol.restore.RestoreTimer.RequesterLease;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Repeated calls, recovered coordinators, silent requesters and released sessions. */
class RestoreRecoveryTest {
  private static final Duration LEASE = Duration.ofMinutes(3);

  @Test
  void a_repeated_request_gets_its_recorded_reply_and_does_nothing() {
    RestoreFixture fixture = RestoreFixture.selecting();
    SetSelectedForRestore select = new SetSelectedForRestore(fixture.fresh(), SHOP, true);
    fixture.when(select).isDone();
    fixture.when(new SetSelectedForRestore(fixture.fresh(), SHOP, false)).isDone();

    fixture.when(select).isDone();

    assertThat(fixture.last.events()).isEmpty();
    assertThat(fixture.restore.choices()).isEmpty();
  }

  @Test
  void a_repeated_request_is_pending_until_it_is_answered_and_has_its_answer_ever_after() {
    RestoreFixture fixture = RestoreFixture.selected();
    PreRestore call = new PreRestore(fixture.fresh());
    fixture.when(call);

    assertThat(fixture.when(call).last.replies()).containsExactly(new Pending(call.request()));
    assertThat(fixture.last.effects()).isEmpty();

    fixture.everybodyAnswers();
    RestoreReply answer = fixture.reply();
    assertThat(fixture.when(call).last.replies()).containsExactly(answer);
    assertThat(fixture.call(GatherWriterStatus::new).when(call).last.replies())
        .containsExactly(answer);
  }

  @Test
  void a_copy_of_a_refused_call_that_comes_late_begins_nothing() {
    RestoreFixture fixture = RestoreFixture.selecting();
    PreRestore early = new PreRestore(fixture.fresh());
    fixture.when(early).isRefused(Failure.BAD_STATE);

    fixture.select(SHOP).when(early).isRefused(Failure.BAD_STATE);

    assertThat(fixture.phase()).isEqualTo(RestorePhase.SELECTING);
  }

  @Test
  void a_call_that_nobody_could_complete_stays_refused() {
    RestoreFixture fixture = RestoreFixture.selecting();
    PreRestore call = new PreRestore(fixture.fresh());
    Fault silent = Fault.of(Failure.HOST_UNREACHABLE, "hosts are silent");

    var refusal = RestoreMachine.refuse(fixture.restore, call, silent);
    fixture.restore = fixture.machine.replay(fixture.restore, refusal.events());
    fixture.select(SHOP).when(call).isRefused(Failure.HOST_UNREACHABLE);

    assertThat(fixture.phase()).isEqualTo(RestorePhase.SELECTING);
    assertThat(RestoreMachine.refuse(fixture.restore, call, Fault.of(Failure.BAD_STATE, "x")))
        .satisfies(
            again -> {
              assertThat(again.events()).isEmpty();
              assertThat(again.replies()).isEqualTo(refusal.replies());
            });
  }

  // Recovery.

  @Test
  void a_recovered_coordinator_takes_a_higher_epoch_and_asks_again_who_has_not_answered() {
    RestoreFixture fixture = RestoreFixture.preRestoring().answers(MAIL);

    fixture.when(new TakeOver());

    assertThat(fixture.last.effects())
        .filteredOn(AskWriter.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            AskWriter.class,
            ask -> {
              assertThat(ask.writer()).isEqualTo(DB);
              assertThat(((WriterInput.PreRestore) ask.request()).stamp().epoch())
                  .isEqualTo(new Epoch(2));
            });
    assertThat(fixture.last.effects()).isEqualTo(Outstanding.of(fixture.restore, fixture.now));
  }

  @Test
  void an_answer_to_an_older_epoch_does_not_count() {
    RestoreFixture fixture = RestoreFixture.preRestoring();
    WriterReply old = RestoreFixture.answer(fixture.lastAsked(DB), DB, new HandlerResult.Done());

    fixture.when(new TakeOver()).when(new WriterSaid(old));

    assertThat(fixture.last.events()).isEmpty();
    assertThat(fixture.everybodyAnswers().phase()).isEqualTo(RestorePhase.PRE_RESTORED);
  }

  @Test
  void descriptions_are_asked_for_again_although_they_carry_no_epoch() {
    RestoreFixture fixture = RestoreFixture.gathering().answers(DB).when(new TakeOver());

    assertThat(fixture.last.effects())
        .filteredOn(AskWriter.class::isInstance)
        .extracting(effect -> ((AskWriter) effect).writer())
        .containsExactly(CHAT, MAIL);
  }

  @Test
  void nothing_is_outstanding_in_a_session_that_nobody_has_used() {
    assertThat(
            new RestoreMachine()
                .outstanding(Restore.unused(RestoreFixture.SESSION), RestoreFixture.START))
        .isEmpty();
    assertThat(RestoreFixture.unused().when(new TakeOver()).last.events()).isEmpty();
  }

  // The requester's lease.

  @Test
  void a_silent_requester_is_lost_and_writers_that_made_way_are_shut_down() {
    RestoreFixture fixture = RestoreFixture.restoringFiles().after(LEASE).leasePasses();

    assertThat(fixture.phase()).isEqualTo(RestorePhase.RELEASING);
    assertThat(fixture.asked(WriterInput.BackupShutdown.class)).containsExactly(DB, MAIL);
    assertThat(fixture.everybodyAnswers().phase()).isEqualTo(RestorePhase.RELEASED);
    assertThat(fixture.last.replies()).isEmpty();
    assertThat(fixture.timers).isEmpty();
    assertThat(fixture.call(QueryStatus::new).reply())
        .isInstanceOfSatisfying(
            Standing.class,
            standing ->
                assertThat(standing.end().orElseThrow().failure())
                    .isEqualTo(Failure.REQUESTER_LOST));
  }

  @Test
  void a_requester_lost_before_PreRestore_leaves_no_trace_at_any_writer() {
    RestoreFixture fixture = RestoreFixture.selected().after(LEASE).leasePasses();

    assertThat(fixture.phase()).isEqualTo(RestorePhase.RELEASED);
    assertThat(fixture.asked(WriterInput.BackupShutdown.class)).isEmpty();
  }

  @Test
  void every_call_renews_the_lease_but_a_look_does_not() {
    RestoreFixture fixture = RestoreFixture.restoringFiles().after(Duration.ofMinutes(2));
    fixture.call(QueryStatus::new);
    assertThat(fixture.last.effects()).isEmpty();

    fixture.call(KeepAlive::new);
    assertThat(fixture.timers).containsEntry(new RequesterLease(), LEASE);

    fixture.after(Duration.ofMinutes(2)).leasePasses();
    assertThat(fixture.phase()).isEqualTo(RestorePhase.RESTORING_FILES);
    assertThat(fixture.timers).containsEntry(new RequesterLease(), Duration.ofMinutes(1));
  }

  @Test
  void a_requester_that_falls_silent_is_waited_with_until_its_writers_have_finished() {
    RestoreFixture fixture = RestoreFixture.postRestoring().after(LEASE).leasePasses();
    assertThat(fixture.phase()).isEqualTo(RestorePhase.POST_RESTORING);

    fixture.everybodyAnswers();

    assertThat(fixture.phase()).isEqualTo(RestorePhase.RELEASING);
    assertThat(fixture.reply()).isInstanceOf(Handled.class);
    assertThat(fixture.asked(WriterInput.BackupShutdown.class)).containsExactly(DB, MAIL);
  }

  @Test
  void a_requester_that_comes_back_before_its_writers_have_finished_is_not_lost() {
    RestoreFixture fixture =
        RestoreFixture.postRestoring().after(LEASE).leasePasses().call(KeepAlive::new);

    assertThat(fixture.everybodyAnswers().phase()).isEqualTo(RestorePhase.POST_RESTORED);
  }

  @Test
  void a_requester_that_nobody_could_hear_gets_a_new_lease() {
    RestoreFixture fixture =
        RestoreFixture.restoringFiles().after(Duration.ofHours(1)).when(new TakeOver());
    assertThat(fixture.timers).containsEntry(new RequesterLease(), LEASE);

    fixture.after(LEASE.minusSeconds(1)).leasePasses();
    assertThat(fixture.phase()).isEqualTo(RestorePhase.RESTORING_FILES);
  }

  @Test
  void a_clock_that_jumps_back_makes_no_lease_longer_than_a_lease() {
    RestoreFixture fixture = RestoreFixture.restoringFiles().after(Duration.ofHours(-5));

    fixture.leasePasses();

    assertThat(fixture.timers).containsEntry(new RequesterLease(), LEASE);
  }

  @Test
  void a_restore_without_a_lease_waits_for_its_requester_for_ever() {
    RestoreFixture fixture = RestoreFixture.unused().initialize(false);
    assertThat(fixture.timers).isEmpty();

    fixture.after(Duration.ofDays(30)).leasePasses();

    assertThat(fixture.phase()).isEqualTo(RestorePhase.INITIALIZED);
  }

  // The end.

  @Test
  void a_call_that_is_open_at_the_release_is_answered() {
    RestoreFixture fixture = RestoreFixture.gathering().call(Release::new);

    assertThat(fixture.last.replies()).hasSize(2);
    assertThat(fixture.reply())
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.fault().failure()).isEqualTo(Failure.CANCELLED));
    assertThat(fixture.timers).isEmpty();
  }

  @Test
  void a_released_session_keeps_nothing_more() {
    RestoreFixture fixture = RestoreFixture.released();
    assertThat(fixture.timers).isEmpty();

    fixture.call(PreRestore::new).isRefused(Failure.BAD_STATE);

    assertThat(fixture.last.events()).isEmpty();
  }

  @Test
  void a_writer_that_cannot_be_shut_down_does_not_keep_the_session_open() {
    RestoreFixture fixture =
        RestoreFixture.releasing().when(new HostLost(BETA, LIFE)).roundLimitPasses();

    assertThat(fixture.phase()).isEqualTo(RestorePhase.RELEASED);
    assertThat(fixture.reply())
        .isInstanceOfSatisfying(
            Handled.class,
            handled -> {
              assertThat(handled.step()).isEqualTo(WriterStep.BACKUP_SHUTDOWN);
              assertThat(failure(handled.writers().get(DB))).isEqualTo(Failure.WRITER_TIMEOUT);
              assertThat(failure(handled.writers().get(MAIL))).isEqualTo(Failure.HOST_UNREACHABLE);
            });
  }

  @Test
  void a_status_tells_where_the_restore_stands() {
    RestoreFixture fixture = RestoreFixture.restoringFiles().call(QueryStatus::new);

    assertThat(fixture.last.events()).isEmpty();
    assertThat(fixture.reply())
        .isInstanceOfSatisfying(
            Standing.class,
            standing -> {
              assertThat(standing.phase()).isEqualTo(RestorePhase.RESTORING_FILES);
              assertThat(standing.choices()).containsOnlyKeys(SHOP, BOXES);
              assertThat(standing.preRestored()).containsOnlyKeys(DB, MAIL);
              assertThat(standing.writers()).containsOnlyKeys(DB, MAIL);
            });
  }

  private static Failure failure(HandlerResult result) {
    return ((HandlerResult.Failed) result).fault().failure();
  }
}
