package io.lull.protocol.stream;

import static io.lull.protocol.failure.Failure.INVALID_BACKUP_SEQUENCE;
import static io.lull.protocol.failure.Failure.NO_BACKUP;
import static io.lull.protocol.stream.StreamFixture.MAIL;
import static io.lull.protocol.stream.StreamFixture.ORDERS;
import static io.lull.protocol.stream.StreamFixture.USERS;
import static io.lull.protocol.stream.StreamFixture.failure;
import static io.lull.protocol.stream.StreamFixture.file;
import static io.lull.protocol.stream.StreamFixture.log;
import static io.lull.protocol.stream.StreamFixture.logs;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.stream.StreamInput.GiveBack;
import io.lull.protocol.stream.StreamInput.StreamOwnerLost;
import io.lull.protocol.stream.StreamInput.TakeForSnapshot;
import io.lull.protocol.stream.StreamReply.Ended;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How streams end, what the headers say then, and when logs go. */
class StreamEndTest {
  private final StreamFixture one = StreamFixture.single();
  private final StreamClient client = one.client("s1");

  @Test
  void a_full_stream_marks_the_databases_that_it_copied_and_no_other() {
    client.begun(StreamKind.FULL).copied(file(USERS)).logsKnown().copied(log(6)).truncated();

    assertThat(client.end(EndMode.NORMAL))
        .isInstanceOfSatisfying(
            Ended.class,
            ended -> assertThat(ended.mark().orElseThrow().databases()).containsExactly(USERS));

    assertThat(full(USERS)).contains(new FullMark(FullMark.Means.STREAM, 4, 6));
    client.confirmTruncation();
    assertThat(full(USERS)).contains(FullMark.by(FullMark.Means.STREAM, 6));
    assertThat(full(ORDERS)).contains(FullMark.by(FullMark.Means.STREAM, 4));
  }

  @Test
  void logs_stay_that_only_a_full_stream_would_replace_which_was_never_stored() {
    client.fullRead().truncated().completed();
    one.give(new StreamOwnerLost(MAIL, client.stamp().session()));
    one.ask(new StreamInput.DetachDatabase(one.request(), MAIL, ORDERS));
    one.available(3, 4, 5, 6);

    StreamClient second = one.client("s2").begun(StreamKind.FULL).copied(file(USERS));
    second.logsKnown().copied(log(6));

    assertThat(second.truncate())
        .isInstanceOfSatisfying(
            StreamReply.Truncated.class,
            truncated -> assertThat(truncated.logs()).isEqualTo(StreamFixture.logs(3)));
  }

  @Test
  void a_stream_that_leaves_its_logs_without_saying_so_is_as_good_as_a_copy() {
    client.fullRead();

    assertThat(client.end(EndMode.NORMAL))
        .isInstanceOfSatisfying(
            Ended.class,
            ended -> {
              assertThat(ended.outcome()).isEqualTo(StreamOutcome.COMPLETED);
              assertThat(ended.mark()).isEmpty();
            });
    assertThat(one.did(StreamEffect.MarkHeaders.class)).isEmpty();
  }

  @Test
  void a_stream_whose_logs_are_dealt_with_elsewhere_counts_as_what_it_was_begun_as() {
    client.fullRead().end(EndMode.NORMAL, true);

    assertThat(one.did(StreamEffect.MarkHeaders.class)).hasSize(1);
    client.confirmTruncation();
    assertThat(one.did(StreamEffect.DeleteLogs.class)).isEmpty();
  }

  @Test
  void a_copy_marks_nothing_and_lets_no_log_go() {
    client.begun(StreamKind.COPY).copied(file(USERS)).logsKnown().copied(log(6));
    assertThat(client.truncateInfo())
        .isInstanceOfSatisfying(
            StreamReply.TruncateInfo.class, info -> assertThat(info.logs().isEmpty()).isTrue());
    assertThat(failure(client.truncate())).contains(INVALID_BACKUP_SEQUENCE);

    client.end(EndMode.NORMAL, true);

    assertThat(one.did(StreamEffect.MarkHeaders.class)).isEmpty();
    assertThat(one.happened(StreamEvent.StreamEnded.class).getFirst().outcome())
        .isEqualTo(StreamOutcome.COMPLETED);
  }

  @Test
  void a_stream_with_an_unread_log_is_aborted_by_its_caller() {
    client.begun(StreamKind.FULL).copied(file(USERS), file(ORDERS)).logsKnown();

    assertThat(client.end(EndMode.NORMAL, true))
        .isInstanceOfSatisfying(
            Ended.class,
            ended -> assertThat(ended.outcome()).isEqualTo(StreamOutcome.ABORTED_BY_CALLER));
  }

  @Test
  void each_incremental_stream_builds_on_the_one_before() {
    incremental("s1", 5, 6);
    assertThat(full(USERS)).contains(new FullMark(FullMark.Means.STREAM, 4, 6));

    // Logs 5 and 6 are gone; without the mark of the first the second would find a gap.
    incremental("s2", 7, 8);

    assertThat(full(USERS)).contains(new FullMark(FullMark.Means.STREAM, 4, 8));
  }

  private void incremental(String session, long first, long last) {
    one.available(first, last);
    one.give(new StreamInput.CheckpointMoved(MAIL, last + 1));
    StreamClient next = one.client(session).begun(StreamKind.INCREMENTAL).logsKnown();
    next.copied(log(first), log(last)).truncated().completed().confirmTruncation();
    assertThat(one.did(StreamEffect.DeleteLogs.class).getLast().logs())
        .isEqualTo(logs(first, last));
  }

  @Test
  void a_repeated_End_is_answered_again_also_when_the_next_stream_is_open() {
    client.fullRead().truncated();
    StreamInput.EndStream end = client.ending(EndMode.NORMAL, false);
    StreamReply first = one.ask(end);
    one.client("s2").begun(StreamKind.FULL);
    StreamHost before = one.host();
    one.forgetEffects();

    assertThat(one.ask(end)).isEqualTo(first);

    assertThat(one.host()).isEqualTo(before);
    assertThat(one.effects).isEmpty();
    assertThat(failure(client.end(EndMode.NORMAL))).as("another End").contains(NO_BACKUP);
  }

  @Test
  void the_answer_to_an_End_is_for_its_own_session() {
    StreamInput.EndStream end = client.begun(StreamKind.FULL).ending(EndMode.ABORT, false);
    one.ask(end);

    assertThat(
            failure(
                one.ask(
                    new StreamInput.EndStream(
                        end.request(), MAIL, one.stamp("s2"), EndMode.ABORT, false))))
        .contains(NO_BACKUP);
  }

  @Test
  void a_late_Begin_of_a_session_that_has_ended_opens_nothing() {
    StreamInput.BeginStream begin = client.beginning(StreamKind.FULL);
    one.ask(begin);
    client.end(EndMode.ABORT);

    assertThat(failure(one.ask(begin))).contains(INVALID_BACKUP_SEQUENCE);

    one.client("s2").begun(StreamKind.FULL).end(EndMode.ABORT);

    assertThat(failure(one.ask(begin))).as("also later").contains(INVALID_BACKUP_SEQUENCE);
  }

  @Test
  void a_lost_session_has_its_stream_aborted_by_the_caller() {
    client.fullRead().truncated().opened(log(6));
    one.forgetEffects();

    one.give(new StreamOwnerLost(MAIL, client.stamp().session()));

    assertThat(one.happened(StreamEvent.StreamEnded.class).getFirst().outcome())
        .isEqualTo(StreamOutcome.ABORTED_BY_CALLER);
    assertThat(one.did(StreamEffect.CloseData.class)).hasSize(1);
    assertThat(one.did(StreamEffect.MarkHeaders.class)).isEmpty();
    assertThat(one.outstanding())
        .as("it may have been silent only, and is told when it can be reached")
        .anyMatch(
            effect ->
                effect instanceof StreamEffect.ReportToSession told
                    && told.report().event() instanceof StreamEvent.StreamEnded);
    one.give(new StreamOwnerLost(MAIL, client.stamp().session()));
    assertThat(one.outstanding()).as("one that is gone says so when it is told").isEmpty();
    one.client("s2").begun(StreamKind.FULL);
  }

  @Test
  void the_loss_of_another_session_does_not_touch_the_stream() {
    client.begun(StreamKind.FULL);
    StreamHost before = one.host();

    one.give(new StreamOwnerLost(MAIL, one.client("s2").stamp().session()));

    assertThat(one.host()).isEqualTo(before);
  }

  @Test
  void marked_logs_go_when_the_target_is_safe_and_not_before() {
    client.fullRead().truncated();
    client.confirmTruncation();
    assertThat(one.did(StreamEffect.DeleteLogs.class)).as("not before End").isEmpty();
    client.completed();
    assertThat(one.did(StreamEffect.DeleteLogs.class)).as("not at End").isEmpty();

    client.confirmTruncation();
    client.confirmTruncation();

    assertThat(one.did(StreamEffect.DeleteLogs.class))
        .containsExactly(new StreamEffect.DeleteLogs(MAIL, logs(5)));
  }

  @Test
  void the_set_that_was_marked_goes_and_not_what_could_go_by_then() {
    client.fullRead().truncated();
    one.give(new StreamInput.CheckpointMoved(MAIL, 30));
    client.completed().confirmTruncation();

    assertThat(one.did(StreamEffect.DeleteLogs.class))
        .containsExactly(new StreamEffect.DeleteLogs(MAIL, logs(5)));
  }

  @Test
  void marked_logs_stay_while_another_stream_may_read_them() {
    client.fullRead().truncated().completed();
    StreamClient next = one.client("s2").begun(StreamKind.INCREMENTAL).logsKnown();

    client.confirmTruncation();
    client.confirmTruncation();
    assertThat(one.happened(StreamEvent.TruncationReady.class)).hasSize(1);
    assertThat(one.did(StreamEffect.DeleteLogs.class)).isEmpty();
    next.copied(log(5)).end(EndMode.ABORT);

    assertThat(one.did(StreamEffect.DeleteLogs.class))
        .containsExactly(new StreamEffect.DeleteLogs(MAIL, logs(5)));
  }

  @Test
  void marked_logs_stay_while_a_snapshot_has_the_instance() {
    client.fullRead().truncated().completed();
    SetId set = new SetId("snap");
    one.ask(new TakeForSnapshot(one.request(), MAIL, set));

    client.confirmTruncation();
    assertThat(one.did(StreamEffect.DeleteLogs.class)).isEmpty();
    one.ask(new GiveBack(one.request(), MAIL, set, Optional.empty()));

    assertThat(one.did(StreamEffect.DeleteLogs.class)).hasSize(1);
  }

  @Test
  void logs_of_an_aborted_stream_stay_whoever_confirms() {
    client.fullRead().truncated().end(EndMode.ABORT);

    client.confirmTruncation();

    assertThat(one.did(StreamEffect.DeleteLogs.class)).isEmpty();
  }

  @Test
  void marks_of_a_session_that_is_gone_are_dropped_but_not_those_that_it_confirmed() {
    client.fullRead().truncated().completed();
    one.give(new StreamOwnerLost(MAIL, client.stamp().session()));
    client.confirmTruncation();
    assertThat(one.did(StreamEffect.DeleteLogs.class)).isEmpty();

    StreamClient second = one.client("s2").fullRead().truncated().completed();
    StreamClient third = one.client("s3").begun(StreamKind.FULL);
    second.confirmTruncation();
    one.give(new StreamOwnerLost(MAIL, second.stamp().session()));
    third.end(EndMode.ABORT);
    assertThat(one.did(StreamEffect.DeleteLogs.class)).hasSize(1);
  }

  @Test
  void truncation_asked_for_again_marks_the_same_logs() {
    client.fullRead();
    StreamReply.Truncated first = (StreamReply.Truncated) client.truncate();
    one.give(new StreamInput.CheckpointMoved(MAIL, 30));

    assertThat(client.truncate())
        .isInstanceOfSatisfying(
            StreamReply.Truncated.class, again -> assertThat(again.logs()).isEqualTo(first.logs()));
    assertThat(one.happened(StreamEvent.LogsMarked.class)).hasSize(1);
  }

  @Test
  void an_outcome_that_is_no_backup_says_which_failure_it_is() {
    assertThat(List.of(StreamOutcome.values()))
        .allSatisfy(
            outcome ->
                assertThat(outcome.failure().isEmpty())
                    .isEqualTo(outcome == StreamOutcome.COMPLETED));
  }

  private Optional<FullMark> full(DatabaseId database) {
    return one.instance(MAIL).facts().database(database).orElseThrow().full();
  }
}
