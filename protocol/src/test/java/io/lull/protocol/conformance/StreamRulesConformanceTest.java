package io.lull.protocol.conformance;

import static io.lull.protocol.failure.Failure.BACKUP_ABORTED_BY_SERVER;
import static io.lull.protocol.failure.Failure.BACKUP_IN_PROGRESS;
import static io.lull.protocol.failure.Failure.INVALID_BACKUP_SEQUENCE;
import static io.lull.protocol.failure.Failure.LOG_FILE_NOT_COPIED;
import static io.lull.protocol.failure.Failure.MISSING_FILE_TO_BACKUP;
import static io.lull.protocol.failure.Failure.MISSING_FULL_BACKUP;
import static io.lull.protocol.failure.Failure.NO_BACKUP;
import static io.lull.protocol.stream.StreamFixture.MAIL;
import static io.lull.protocol.stream.StreamFixture.ORDERS;
import static io.lull.protocol.stream.StreamFixture.USERS;
import static io.lull.protocol.stream.StreamFixture.database;
import static io.lull.protocol.stream.StreamFixture.facts;
import static io.lull.protocol.stream.StreamFixture.failure;
import static io.lull.protocol.stream.StreamFixture.file;
import static io.lull.protocol.stream.StreamFixture.log;
import static io.lull.protocol.stream.StreamFixture.logs;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.SetId;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.FullMark;
import io.lull.protocol.stream.Stream;
import io.lull.protocol.stream.StreamClient;
import io.lull.protocol.stream.StreamEffect;
import io.lull.protocol.stream.StreamFixture;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamInput.BeginStream;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.StreamReply.Ended;
import io.lull.protocol.stream.StreamReply.Read;
import io.lull.protocol.stream.StreamReply.TruncateInfo;
import io.lull.protocol.stream.StreamReply.Truncated;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rules of streaming beyond the two stops, statement by statement. */
class StreamRulesConformanceTest {
  private final StreamFixture one = StreamFixture.single();
  private final StreamClient client = one.client("s1");

  @Test
  void E01_a_second_Begin_is_refused_and_the_first_stream_goes_on() {
    client.begun(StreamKind.FULL).opened(file(USERS));
    Stream before = one.instance(MAIL).stream().orElseThrow();

    assertThat(failure(one.client("s2").begin(StreamKind.FULL))).contains(BACKUP_IN_PROGRESS);
    assertThat(failure(client.begin(StreamKind.FULL))).contains(BACKUP_IN_PROGRESS);

    assertThat(one.instance(MAIL).stream()).contains(before);
    assertThat(client.read()).isInstanceOf(Read.class);
  }

  @Test
  void E01_a_stopped_stream_that_was_not_ended_is_still_a_stream_under_way() {
    client.begun(StreamKind.FULL);
    one.stopBackup();

    assertThat(failure(one.client("s2").begin(StreamKind.FULL))).contains(BACKUP_IN_PROGRESS);

    assertThat(failure(client.attachInfo())).contains(BACKUP_ABORTED_BY_SERVER);
  }

  @Test
  void E02_without_a_stream_every_call_gives_NO_BACKUP() {
    assertThat(client.everyCall())
        .filteredOn(call -> !(call instanceof BeginStream))
        .allSatisfy(call -> assertThat(failure(one.ask(call))).contains(NO_BACKUP));
  }

  @Test
  void E02_whether_there_is_a_stream_is_looked_at_before_the_stop() {
    client.begun(StreamKind.FULL);
    one.stopBackup();

    // The stopped stream is another session's, so for this one there is none.
    assertThat(failure(one.client("s2").attachInfo())).contains(NO_BACKUP);
    assertThat(failure(client.attachInfo())).contains(BACKUP_ABORTED_BY_SERVER);

    client.end(EndMode.ABORT);
    assertThat(failure(client.attachInfo())).contains(NO_BACKUP);
  }

  @Test
  void E03_no_database_is_opened_once_the_logs_are_known() {
    client.begun(StreamKind.FULL).copied(file(USERS)).logsKnown();

    assertThat(failure(client.open(ORDERS))).contains(INVALID_BACKUP_SEQUENCE);
  }

  @Test
  void E03_no_database_is_opened_in_an_incremental_stream_before_or_after_the_logs_are_known() {
    client.begun(StreamKind.INCREMENTAL);
    assertThat(failure(client.open(USERS))).contains(INVALID_BACKUP_SEQUENCE);

    client.logsKnown();
    assertThat(failure(client.open(USERS))).contains(INVALID_BACKUP_SEQUENCE);
  }

  @Test
  void E04_truncation_requires_that_the_logs_are_known() {
    client.begun(StreamKind.FULL);
    assertThat(failure(client.truncate())).contains(INVALID_BACKUP_SEQUENCE);
    client.end(EndMode.ABORT);

    StreamClient incremental = one.client("s2").begun(StreamKind.INCREMENTAL);
    assertThat(failure(incremental.truncate())).contains(INVALID_BACKUP_SEQUENCE);
  }

  @Test
  void E04_truncation_requires_that_no_handle_is_open() {
    client.fullRead().opened(log(6));

    assertThat(failure(client.truncate())).contains(INVALID_BACKUP_SEQUENCE);

    client.close();
    assertThat(client.truncate()).isInstanceOf(Truncated.class);
  }

  @Test
  void E04_a_log_that_was_read_twice_does_not_stand_in_for_one_that_never_was() {
    one.available(5, 6, 7);
    // Logs 6 and 7 are required. A sum of generations could not tell 6, 7 from 7, 6 or 13 x 1.
    client.begun(StreamKind.FULL).copied(file(USERS), file(ORDERS)).logsKnown();
    client.copied(log(6), log(6));

    assertThat(failure(client.truncate())).contains(LOG_FILE_NOT_COPIED);

    client.copied(log(7));
    assertThat(client.truncate()).isInstanceOf(Truncated.class);
  }

  @Test
  void E05_truncation_stops_at_the_checkpoint() {
    one.available(3, 4, 5, 6, 7);

    client.begun(StreamKind.FULL).copied(file(USERS), file(ORDERS)).logsKnown();
    client.copied(log(6), log(7));

    assertThat(client.truncate())
        .isInstanceOfSatisfying(
            Truncated.class, truncated -> assertThat(truncated.logs()).isEqualTo(logs(3, 4, 5)));
  }

  @Test
  void E05_truncation_stops_at_the_end_of_what_was_copied_however_far_the_checkpoint_is() {
    one.available(3, 4, 5, 6);
    client.fullRead();
    one.give(new StreamInput.CheckpointMoved(MAIL, 20));

    assertThat(client.truncate())
        .isInstanceOfSatisfying(
            Truncated.class, truncated -> assertThat(truncated.logs()).isEqualTo(logs(3, 4, 5, 6)));
  }

  @Test
  void E05_a_database_outside_the_backup_keeps_the_logs_after_its_last_full_one() {
    one.available(2, 3, 4, 5, 6);
    // ORDERS, whose last full backup went up to log 4, is attached and not in this one.
    client.begun(StreamKind.FULL).copied(file(USERS)).logsKnown().copied(log(6));

    assertThat(client.truncateInfo())
        .isInstanceOfSatisfying(
            TruncateInfo.class, info -> assertThat(info.logs()).isEqualTo(logs(2, 3)));
    assertThat(client.truncate())
        .isInstanceOfSatisfying(
            Truncated.class, truncated -> assertThat(truncated.logs()).isEqualTo(logs(2, 3)));
  }

  @Test
  void E05_a_database_outside_the_backup_without_any_full_one_keeps_every_log() {
    StreamFixture f = StreamFixture.empty().available(2, 3, 4, 5, 6);
    f.start(MAIL, facts(database(USERS), database(ORDERS, Optional.empty())));
    StreamClient half = f.client("s1").begun(StreamKind.FULL).copied(file(USERS)).logsKnown();

    half.copied(log(6));

    assertThat(half.truncate())
        .isInstanceOfSatisfying(
            Truncated.class, truncated -> assertThat(truncated.logs().isEmpty()).isTrue());
  }

  @Test
  void E05_an_incremental_stream_lets_no_log_go_behind_a_full_one_that_was_never_stored() {
    StreamFixture f = StreamFixture.empty().available(4, 5, 6);
    FullMark unstored = new FullMark(FullMark.Means.STREAM, 0, 4);
    f.start(MAIL, facts(database(USERS), database(ORDERS, Optional.of(unstored))));

    StreamClient incremental = f.client("s1").begun(StreamKind.INCREMENTAL).logsKnown();
    incremental.copied(log(4), log(5), log(6));

    assertThat(incremental.truncate())
        .isInstanceOfSatisfying(
            Truncated.class, truncated -> assertThat(truncated.logs().isEmpty()).isTrue());
  }

  @Test
  void E05_a_detached_database_is_no_reason_to_let_a_log_go() {
    one.available(2, 3, 4, 5, 6);
    one.ask(new StreamInput.DetachDatabase(one.request(), MAIL, ORDERS));

    client.begun(StreamKind.FULL).copied(file(USERS)).logsKnown().copied(log(6));

    assertThat(client.truncate())
        .isInstanceOfSatisfying(
            Truncated.class, truncated -> assertThat(truncated.logs()).isEqualTo(logs(2, 3)));
  }

  @Test
  void E05_a_dropped_database_keeps_its_logs_until_a_full_stream_without_it_is_stored() {
    one.available(2, 3, 4, 5, 6);
    one.ask(new StreamInput.DropDatabase(one.request(), MAIL, ORDERS));

    client.begun(StreamKind.FULL).copied(file(USERS)).logsKnown().copied(log(6));
    assertThat(client.truncate())
        .isInstanceOfSatisfying(
            Truncated.class, truncated -> assertThat(truncated.logs()).isEqualTo(logs(2, 3, 4, 5)));
    client.completed();
    assertThat(one.did(StreamEffect.DeleteLogs.class)).isEmpty();
    assertThat(one.instance(MAIL).facts().database(ORDERS)).isPresent();

    client.confirmTruncation();
    assertThat(one.did(StreamEffect.DeleteLogs.class))
        .containsExactly(new StreamEffect.DeleteLogs(MAIL, logs(2, 3, 4, 5)));
    assertThat(one.instance(MAIL).facts().database(ORDERS)).isEmpty();
  }

  @Test
  void E06_a_stream_ended_as_normal_before_its_logs_were_fetched_is_aborted_by_its_caller() {
    for (StreamKind kind : StreamKind.values()) {
      one.forgetEffects();
      StreamClient early = one.client("s-" + kind).begun(kind);
      if (kind != StreamKind.INCREMENTAL) {
        early.copied(file(USERS), file(ORDERS));
      }

      assertThat(early.end(EndMode.NORMAL, true))
          .as("%s", kind)
          .isInstanceOfSatisfying(
              Ended.class,
              ended -> assertThat(ended.outcome()).isEqualTo(StreamOutcome.ABORTED_BY_CALLER));
      assertThat(one.did(StreamEffect.MarkHeaders.class)).isEmpty();
    }
  }

  @Test
  void E07_an_incremental_stream_requires_a_full_one_of_every_attached_database() {
    StreamFixture f = StreamFixture.empty();
    f.start(MAIL, facts(database(USERS), database(ORDERS, Optional.empty())));
    assertThat(failure(f.client("s1").begin(StreamKind.INCREMENTAL))).contains(MISSING_FULL_BACKUP);

    f.client("s2").fullRead().truncated().completed();

    f.client("s3").begun(StreamKind.INCREMENTAL);
  }

  @Test
  void E07_a_full_snapshot_is_not_of_the_kind_that_an_incremental_stream_builds_on() {
    SetId set = new SetId("snap");
    one.ask(new StreamInput.TakeForSnapshot(one.request(), MAIL, set));
    one.ask(new StreamInput.GiveBack(one.request(), MAIL, set, Optional.of(6L)));
    assertThat(one.instance(MAIL).facts().databases().get(USERS).full())
        .contains(FullMark.by(FullMark.Means.SNAPSHOT, 6));

    assertThat(failure(client.begin(StreamKind.INCREMENTAL))).contains(MISSING_FULL_BACKUP);
  }

  @Test
  void E07_a_copy_is_nothing_that_an_incremental_stream_builds_on() {
    StreamFixture f = StreamFixture.empty();
    f.start(MAIL, facts(database(USERS, Optional.empty())));
    StreamClient copy = f.client("s1").begun(StreamKind.COPY).copied(file(USERS)).logsKnown();
    copy.copied(log(6)).completed();

    assertThat(failure(f.client("s2").begin(StreamKind.INCREMENTAL))).contains(MISSING_FULL_BACKUP);
  }

  @Test
  void E07_an_incremental_stream_requires_a_chain_without_a_gap_after_the_last_backup() {
    // The last full one copied up to log 4, so log 5 has to be there.
    one.available(6, 7);

    assertThat(failure(client.begun(StreamKind.INCREMENTAL).logInfo()))
        .contains(MISSING_FILE_TO_BACKUP);

    one.available(5, 6, 7);
    one.client("s2").begun(StreamKind.INCREMENTAL).logsKnown();
  }

  @Test
  void E07_an_incremental_stream_requires_a_chain_without_a_gap_inside() {
    one.available(4, 5, 7);

    assertThat(failure(client.begun(StreamKind.INCREMENTAL).logInfo()))
        .contains(MISSING_FILE_TO_BACKUP);
  }
}
