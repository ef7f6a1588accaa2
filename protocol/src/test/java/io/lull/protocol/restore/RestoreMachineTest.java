package io.lull.protocol.restore;

import static io.lull.protocol.restore.Backups.ALPHA;
import static io.lull.protocol.restore.Backups.CHAT;
import static io.lull.protocol.restore.Backups.DB;
import static io.lull.protocol.restore.Backups.LIFE;
import static io.lull.protocol.restore.Backups.MAIL;
import static io.lull.protocol.restore.Backups.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.restore.RestoreInput.GatherWriterMetadata;
import io.lull.protocol.restore.RestoreInput.GatherWriterStatus;
import io.lull.protocol.restore.RestoreInput.HostLost;
import io.lull.protocol.restore.RestoreInput.LimitPassed;
import io.lull.protocol.restore.RestoreInput.PostRestore;
import io.lull.protocol.restore.RestoreInput.PreRestore;
import io.lull.protocol.restore.RestoreInput.TakeOver;
import io.lull.protocol.restore.RestoreInput.WriterSaid;
import io.lull.protocol.restore.RestoreReply.Handled;
import io.lull.protocol.restore.RestoreReply.Metadata;
import io.lull.protocol.restore.RestoreReply.Pending;
import io.lull.protocol.restore.RestoreReply.Statuses;
import io.lull.protocol.restore.RestoreTimer.RequesterLease;
import io.lull.protocol.restore.RestoreTimer.RoundLimit;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestoreMachineTest {
  @Test
  void limits_that_cannot_be_kept_are_refused() {
    Limits endless = Limits.defaults().with(Setting.RESTORE, Duration.ZERO);

    RestoreFixture.unused()
        .initialize(new RestoreTerms(Backups.document(), endless, true))
        .isRefused(Failure.INVALID_ARGUMENT);
  }

  // Questions and answers.

  @Test
  void a_call_that_asks_writers_is_pending_until_the_last_has_answered() {
    RestoreFixture fixture = RestoreFixture.selected();
    RequestId request = fixture.fresh();

    fixture.when(new PreRestore(request));
    assertThat(fixture.last.replies()).containsExactly(new Pending(request));

    fixture.answers(DB);
    assertThat(fixture.last.replies()).isEmpty();

    fixture.answers(MAIL);
    assertThat(fixture.last.replies())
        .containsExactly(
            new Handled(
                request,
                WriterStep.PRE_RESTORE,
                Map.of(DB, new HandlerResult.Done(), MAIL, new HandlerResult.Done())));
    assertThat(fixture.phase()).isEqualTo(RestorePhase.PRE_RESTORED);
  }

  @Test
  void where_nobody_is_there_the_answer_follows_at_once() {
    RestoreFixture fixture = RestoreFixture.initialized();
    RequestId request = fixture.fresh();

    fixture.when(new GatherWriterMetadata(request, Map.of()));

    assertThat(fixture.last.replies())
        .containsExactly(new Pending(request), new Metadata(request, Map.of(), Map.of()));
    assertThat(fixture.when(new GatherWriterMetadata(request, Map.of())).reply())
        .isInstanceOf(Metadata.class);
  }

  @Test
  void a_writer_that_cannot_describe_itself_is_absent_and_says_why() {
    Fault fault = Fault.of(Failure.WRITER_RETRYABLE, "no");
    RestoreFixture fixture =
        RestoreFixture.gathering()
            .when(new WriterSaid(new WriterReply.Unidentified(CHAT, RestoreFixture.SESSION, fault)))
            .everybodyAnswers();

    assertThat(fixture.reply())
        .isInstanceOfSatisfying(
            Metadata.class,
            metadata -> {
              assertThat(metadata.writers()).containsOnlyKeys(DB, MAIL);
              assertThat(metadata.absent()).containsExactly(Map.entry(CHAT, fault));
            });
  }

  @Test
  void a_host_restarted_after_the_roster_was_made_is_spoken_to_in_its_new_life() {
    Incarnation reborn = LIFE.next();
    RestoreFixture fixture =
        RestoreFixture.gathering()
            .when(
                new WriterSaid(
                    new WriterReply.Identified(
                        DB, RestoreFixture.SESSION, reborn, Backups.described(DB))))
            .everybodyAnswers()
            .select(SHOP)
            .call(PreRestore::new);

    assertThat(fixture.lastAsked(DB, WriterInput.PreRestore.class).stamp().incarnation())
        .isEqualTo(reborn);
  }

  @Test
  void an_answer_of_an_earlier_life_or_for_another_session_does_not_count() {
    RestoreFixture fixture = RestoreFixture.gathering();
    fixture.when(
        new WriterSaid(
            new WriterReply.Identified(
                DB, RestoreFixture.SESSION, new Incarnation(2), Backups.described(DB))));
    assertThat(fixture.last.events()).isEmpty();

    fixture.when(
        new WriterSaid(
            new WriterReply.Identified(DB, new SessionId("other"), LIFE, Backups.described(DB))));
    assertThat(fixture.last.events()).isEmpty();
  }

  @Test
  void only_the_first_answer_of_a_writer_counts() {
    RestoreFixture fixture = RestoreFixture.preRestoring().answers(DB);

    fixture.answers(DB, new HandlerResult.Failed(Fault.of(Failure.WRITER_RETRYABLE, "no")));

    assertThat(fixture.last.events()).isEmpty();
    assertThat(fixture.restore.answers().preRestored()).containsValue(new HandlerResult.Done());
  }

  @Test
  void an_answer_that_comes_after_its_round_changes_nothing() {
    RestoreFixture fixture = RestoreFixture.preRestoring().answers(MAIL).roundLimitPasses();

    fixture.answers(DB);

    assertThat(fixture.last.events()).isEmpty();
  }

  @Test
  void an_answer_to_PreRestore_is_none_to_PostRestore() {
    RestoreFixture fixture = RestoreFixture.preRestoring();
    WriterReply late = RestoreFixture.answer(fixture.lastAsked(DB), DB, new HandlerResult.Done());
    fixture
        .roundLimitPasses()
        .call(GatherWriterStatus::new)
        .everybodyAnswers()
        .call(PostRestore::new);

    fixture.when(new WriterSaid(late));

    assertThat(fixture.last.events()).isEmpty();
  }

  @Test
  void a_writer_that_does_not_take_the_request_up_has_failed() {
    RestoreFixture fixture = RestoreFixture.preRestoring().answers(MAIL);
    Fault fault = Fault.of(Failure.STALE_INCARNATION, "restarted");

    fixture.when(
        new WriterSaid(
            new WriterReply.Refused(
                DB,
                fixture.lastAsked(DB, WriterInput.PreRestore.class).stamp(),
                WriterStep.PRE_RESTORE,
                LIFE.next(),
                fault)));

    assertThat(fixture.restore.answers().preRestored())
        .containsEntry(DB, new HandlerResult.Failed(fault));
    assertThat(fixture.phase()).isEqualTo(RestorePhase.PRE_RESTORED);
  }

  @Test
  void a_status_that_was_on_its_way_before_PostRestore_is_not_taken_for_a_new_one() {
    RestoreFixture fixture = RestoreFixture.postRestored().call(GatherWriterStatus::new);
    var stamp = fixture.lastAsked(DB, WriterInput.GatherStatus.class).stamp();

    fixture.when(new WriterSaid(RestoreFixture.status(DB, stamp, WriterStep.PRE_RESTORE)));
    assertThat(fixture.last.events()).isEmpty();

    fixture.when(new WriterSaid(RestoreFixture.status(DB, stamp, WriterStep.POST_RESTORE)));
    assertThat(fixture.restore.answers().statuses()).containsOnlyKeys(DB);
  }

  @Test
  void a_writer_that_never_heard_of_PostRestore_may_still_say_how_it_stands() {
    RestoreFixture fixture =
        RestoreFixture.postRestoring().roundLimitPasses().call(GatherWriterStatus::new);
    var stamp = fixture.lastAsked(DB, WriterInput.GatherStatus.class).stamp();

    fixture.when(new WriterSaid(RestoreFixture.status(DB, stamp, WriterStep.PRE_RESTORE)));

    assertThat(fixture.restore.answers().statuses()).containsOnlyKeys(DB);
  }

  @Test
  void every_status_round_starts_from_nothing() {
    RestoreFixture fixture = RestoreFixture.restoringFiles().call(GatherWriterStatus::new);

    assertThat(fixture.restore.answers().statuses()).isEmpty();
    assertThat(fixture.everybodyAnswers().reply())
        .isInstanceOfSatisfying(
            Statuses.class, statuses -> assertThat(statuses.writers()).containsOnlyKeys(DB, MAIL));
    assertThat(fixture.phase()).isEqualTo(RestorePhase.RESTORING_FILES);
  }

  // Limits and lost hosts.

  @Test
  void a_writer_that_never_says_how_it_stands_counts_as_unknown() {
    RestoreFixture fixture =
        RestoreFixture.preRestored().call(GatherWriterStatus::new).answers(MAIL).roundLimitPasses();

    assertThat(fixture.restore.answers().statuses().get(DB))
        .isEqualTo(
            WriterStatus.unknown(
                Fault.of(
                    Failure.WRITER_NOT_RESPONDING,
                    "expected an answer within 30 s, but alpha/db gave none")));
    assertThat(fixture.phase()).isEqualTo(RestorePhase.RESTORING_FILES);
  }

  @Test
  void the_limit_of_an_earlier_round_or_epoch_ends_no_later_one() {
    RestoreFixture fixture = RestoreFixture.preRestoring().answers(DB);
    long round = fixture.restore.openRound().number();

    fixture.when(new LimitPassed(new RoundLimit(round - 1, Epoch.FIRST)));
    assertThat(fixture.last.events()).isEmpty();

    fixture.when(new TakeOver()).when(new LimitPassed(new RoundLimit(round, Epoch.FIRST)));
    assertThat(fixture.last.events()).isEmpty();
    assertThat(fixture.phase()).isEqualTo(RestorePhase.PRE_RESTORING);
  }

  @Test
  void every_question_has_a_limit_that_is_cancelled_with_it() {
    RestoreFixture fixture = RestoreFixture.preRestoring();
    assertThat(fixture.timers)
        .containsEntry(
            new RoundLimit(fixture.restore.openRound().number(), Epoch.FIRST),
            Duration.ofMinutes(10));

    fixture.everybodyAnswers();
    assertThat(fixture.timers).containsOnlyKeys(new RequesterLease());
  }

  @Test
  void writers_of_a_lost_host_have_failed_and_the_others_are_waited_for() {
    RestoreFixture fixture = RestoreFixture.preRestoring().when(new HostLost(ALPHA, LIFE));

    assertThat(fixture.phase()).isEqualTo(RestorePhase.PRE_RESTORING);
    assertThat(fixture.restore.openRound().waiting()).containsOnlyKeys(MAIL);
    assertThat(failure(fixture.restore.answers().preRestored().get(DB)))
        .isEqualTo(Failure.HOST_UNREACHABLE);
  }

  @Test
  void the_loss_of_an_earlier_life_of_a_host_means_nothing() {
    RestoreFixture fixture =
        RestoreFixture.preRestoring().when(new HostLost(ALPHA, new Incarnation(2)));

    assertThat(fixture.last.events()).isEmpty();
  }

  @Test
  void a_host_lost_while_files_are_copied_is_asked_again_at_PostRestore() {
    RestoreFixture fixture =
        RestoreFixture.restoringFiles().when(new HostLost(ALPHA, LIFE)).call(PostRestore::new);

    assertThat(fixture.asked(WriterInput.PostRestore.class)).containsExactly(DB, MAIL);
  }

  private static Failure failure(HandlerResult result) {
    return ((HandlerResult.Failed) result).fault().failure();
  }
}
