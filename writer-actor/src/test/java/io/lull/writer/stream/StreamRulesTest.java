package io.lull.writer.stream;

import static io.lull.protocol.failure.Failure.BACKUP_IN_PROGRESS;
import static io.lull.protocol.failure.Failure.INVALID_BACKUP;
import static io.lull.protocol.failure.Failure.INVALID_BACKUP_SEQUENCE;
import static io.lull.protocol.failure.Failure.LOG_FILE_NOT_COPIED;
import static io.lull.protocol.failure.Failure.MISSING_FILE_TO_BACKUP;
import static io.lull.protocol.failure.Failure.MISSING_FULL_BACKUP;
import static io.lull.protocol.failure.Failure.NO_BACKUP;
import static io.lull.writer.stream.StreamStage.MAIL;
import static io.lull.writer.stream.StreamStage.ORDERS;
import static io.lull.writer.stream.StreamStage.USERS;
import static io.lull.writer.stream.StreamStage.failure;
import static io.lull.writer.stream.StreamStage.file;
import static io.lull.writer.stream.StreamStage.log;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.SetId;
import io.lull.protocol.stream.Database;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.FullMark;
import io.lull.protocol.stream.Logging;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.StreamReply;
import io.lull.writer.source.test.SourceCall;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a stream may do when, with a source behind it, statement by statement. */
class StreamRulesTest extends Staged {
  private static Logs logs(long... generations) {
    return Logs.of(Arrays.stream(generations).boxed().toList());
  }

  /** A session whose full stream is complete, with its logs gone. */
  private void full(String session) throws Exception {
    Client client = one.client(session).fullRead().truncated().completed();
    client.confirmTruncation();
    one.settled();
    one.mail().diary().await(d -> !d.calls(SourceCall.DELETE).isEmpty());
  }

  @Test
  void E01_a_second_Begin_is_refused_untried_and_the_first_stream_goes_on() {
    Client first = one.client("s1").begun(StreamKind.FULL);

    assertThat(failure(one.client("s2").begin(StreamKind.FULL))).contains(BACKUP_IN_PROGRESS);

    assertThat(one.mail().diary().calls(SourceCall.BEGIN)).hasSize(1);
    first.copied(file(USERS), file(ORDERS)).logsKnown().copied(log(2)).truncated().completed();
  }

  @Test
  void E02_without_a_stream_every_call_gives_NO_BACKUP() {
    assertThat(one.client("s1").progress(file(USERS)))
        .allMatch(call -> failure(one.ask(call)).equals(Optional.of(NO_BACKUP)));
  }

  @Test
  void E02_whether_there_is_a_stream_is_looked_at_before_the_stop() {
    one.client("s1").begun(StreamKind.FULL);
    one.stopBackup(MAIL);

    assertThat(failure(one.client("s2").attachInfo())).contains(NO_BACKUP);
  }

  @Test
  void E03_no_database_is_opened_once_the_logs_are_known() {
    Client client = one.client("s1").begun(StreamKind.FULL).logsKnown();

    assertThat(failure(client.open(file(USERS)))).contains(INVALID_BACKUP_SEQUENCE);

    assertThat(one.mail().diary().calls(SourceCall.OPEN)).isEmpty();
  }

  @Test
  void E03_no_database_is_opened_in_an_incremental_stream() throws Exception {
    full("s1");
    Client client = one.client("s2").begun(StreamKind.INCREMENTAL);

    assertThat(failure(client.open(file(USERS)))).contains(INVALID_BACKUP_SEQUENCE);
  }

  @Test
  void E04_truncation_needs_the_logs_known_closed_and_read() {
    Client client = one.client("s1").begun(StreamKind.FULL);
    assertThat(failure(client.truncate())).contains(INVALID_BACKUP_SEQUENCE);
    client.logsKnown();
    assertThat(failure(client.truncate())).contains(LOG_FILE_NOT_COPIED);
    client.opened(log(2));
    assertThat(failure(client.truncate())).contains(INVALID_BACKUP_SEQUENCE);
    client.readAll();
    client.close();

    assertThat(client.truncate()).isInstanceOf(StreamReply.Truncated.class);
  }

  @Test
  void E05_truncation_stops_at_the_checkpoint_of_the_stream() throws Exception {
    one.mail().fillLogs(2);
    Client client = one.client("s1").begun(StreamKind.FULL).copied(file(USERS), file(ORDERS));
    client.logsKnown().copied(log(4)).truncated().completed().confirmTruncation();

    one.settled();
    one.mail().diary().await(d -> !d.calls(SourceCall.DELETE).isEmpty());

    assertThat(one.mail().diary().calls(SourceCall.DELETE))
        .containsExactly(logs(1, 2, 3).toString());
    one.mail().diary().await(d -> one.mail().logs().equals(logs(4)));
  }

  @Test
  void E05_no_log_goes_that_a_database_outside_of_the_stream_needs() {
    Client client = one.client("s1").begun(StreamKind.FULL).copied(file(USERS));
    client.logsKnown().copied(log(2));

    assertThat(client.truncate())
        .isInstanceOfSatisfying(
            StreamReply.Truncated.class,
            truncated -> assertThat(truncated.logs().isEmpty()).isTrue());
  }

  @Test
  void E06_a_stream_ended_as_normal_before_its_logs_is_aborted_by_its_caller() {
    Client client = one.client("s1").begun(StreamKind.FULL).copied(file(USERS), file(ORDERS));

    assertThat(client.end(EndMode.NORMAL))
        .isInstanceOfSatisfying(
            StreamReply.Ended.class,
            ended -> assertThat(ended.outcome()).isEqualTo(StreamOutcome.ABORTED_BY_CALLER));
  }

  @Test
  void E07_an_incremental_stream_needs_a_full_one_and_its_source_is_free_again() throws Exception {
    assertThat(failure(one.client("s1").begin(StreamKind.INCREMENTAL)))
        .contains(MISSING_FULL_BACKUP);

    one.mail().diary().await(d -> d.calls(SourceCall.CLOSE).size() == 1 && !d.isInBackup());
    one.client("s2").begun(StreamKind.FULL);
  }

  @Test
  void E07_an_incremental_stream_needs_the_kept_logs_of_its_source() {
    one.mail().logging(Logging.CIRCULAR);

    assertThat(failure(one.client("s1").begin(StreamKind.INCREMENTAL))).contains(INVALID_BACKUP);
  }

  @Test
  void E07_incremental_streams_follow_a_full_one_and_each_other() throws Exception {
    full("s1");
    one.mail().diary().await(d -> one.mail().logs().equals(logs(2)));
    Client second = one.client("s2").begun(StreamKind.INCREMENTAL).logsKnown();
    second.copied(log(2), log(3)).truncated().completed().confirmTruncation();
    one.settled();
    one.mail().diary().await(d -> d.calls(SourceCall.DELETE).size() == 2);

    one.client("s3")
        .begun(StreamKind.INCREMENTAL)
        .logsKnown()
        .copied(log(3), log(4))
        .truncated()
        .completed();

    assertThat(one.view().databases())
        .extracting(database -> database.full().orElseThrow())
        .containsOnly(new FullMark(FullMark.Means.STREAM, 2, 4));
  }

  @Test
  void E07_a_gap_in_the_logs_ends_an_incremental_stream() throws Exception {
    full("s1");
    one.mail().diary().await(d -> one.mail().logs().equals(logs(2)));
    one.mail().fillLogs(2);
    one.mail().loseLog(3);
    one.mail().loseLog(2);
    Client client = one.client("s2").begun(StreamKind.INCREMENTAL);

    assertThat(failure(client.logInfo())).contains(MISSING_FILE_TO_BACKUP);

    one.mail().diary().await(d -> !d.isInBackup());
  }

  @Test
  void a_snapshot_that_has_the_instance_keeps_streams_from_beginning_until_it_gives_back() {
    SetId set = new SetId("set");
    assertThat(one.ask(new StreamInput.TakeForSnapshot(one.request(), MAIL, set)))
        .isInstanceOf(StreamReply.Permitted.class);

    assertThat(failure(one.client("s1").begin(StreamKind.FULL))).contains(BACKUP_IN_PROGRESS);
    assertThat(one.mail().diary().calls(SourceCall.BEGIN)).isEmpty();

    one.ask(new StreamInput.GiveBack(one.request(), MAIL, set, Optional.empty()));
    one.client("s1").begun(StreamKind.FULL);
  }

  @Test
  void a_database_that_is_gone_for_good_is_forgotten_with_the_next_full_stream_that_is_stored()
      throws Exception {
    full("s1");
    one.mail().dropForGood(ORDERS);
    Client second = one.client("s2").begun(StreamKind.FULL).copied(file(USERS)).logsKnown();
    second.copied(log(3)).truncated().completed();
    assertThat(one.view().databases()).extracting(Database::id).contains(ORDERS);

    second.confirmTruncation();

    one.settled();
    assertThat(one.view().databases()).extracting(Database::id).containsExactly(USERS);
  }

  @Test
  void a_new_database_of_the_name_of_one_that_was_dropped_has_no_backup_yet() throws Exception {
    full("s1");
    one.mail().dropForGood(ORDERS);
    one.client("s2").begun(StreamKind.COPY).logsKnown().copied(log(3)).completed();
    one.mail().use(ORDERS, 10);

    assertThat(failure(one.client("s3").begin(StreamKind.INCREMENTAL)))
        .contains(MISSING_FULL_BACKUP);
  }

  @Test
  void databases_that_come_and_go_between_streams_are_seen_at_the_next_Begin() {
    one.client("s1").fullRead().truncated().completed();
    one.mail().drop(ORDERS);
    one.mail().use(new io.lull.protocol.id.DatabaseId("new"), 10);

    one.client("s2").begun(StreamKind.FULL);

    assertThat(one.client("s2").attachInfo())
        .isInstanceOfSatisfying(
            StreamReply.AttachInfo.class,
            info ->
                assertThat(info.databases())
                    .containsExactly(new io.lull.protocol.id.DatabaseId("new"), USERS));
    assertThat(one.view().databases())
        .anySatisfy(
            database -> {
              assertThat(database.id()).isEqualTo(ORDERS);
              assertThat(database.attached()).isFalse();
              assertThat(database.full()).isPresent();
            });
  }
}
