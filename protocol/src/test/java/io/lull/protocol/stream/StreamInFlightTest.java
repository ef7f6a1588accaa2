package io.lull.protocol.stream;

import static io.lull.protocol.failure.Failure.BACKUP_ABORTED_BY_CALLER;
import static io.lull.protocol.failure.Failure.BACKUP_ABORTED_BY_SERVER;
import static io.lull.protocol.failure.Failure.INTERNAL;
import static io.lull.protocol.failure.Failure.INVALID_BACKUP_SEQUENCE;
import static io.lull.protocol.failure.Failure.MISSING_FILE_TO_BACKUP;
import static io.lull.protocol.failure.Failure.NO_BACKUP;
import static io.lull.protocol.stream.StreamFixture.FILE_BYTES;
import static io.lull.protocol.stream.StreamFixture.MAIL;
import static io.lull.protocol.stream.StreamFixture.ORDERS;
import static io.lull.protocol.stream.StreamFixture.USERS;
import static io.lull.protocol.stream.StreamFixture.failure;
import static io.lull.protocol.stream.StreamFixture.file;
import static io.lull.protocol.stream.StreamFixture.log;
import static io.lull.protocol.stream.StreamFixture.logs;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.stream.StreamInput.FileOpened;
import io.lull.protocol.stream.StreamInput.LogsRolled;
import io.lull.protocol.stream.StreamInput.OpenFailed;
import io.lull.protocol.stream.StreamInput.ReadEnded;
import io.lull.protocol.stream.StreamInput.ReadFailed;
import io.lull.protocol.stream.StreamInput.ReadFile;
import io.lull.protocol.stream.StreamInput.RollFailed;
import io.lull.protocol.stream.StreamReply.Closed;
import io.lull.protocol.stream.StreamReply.Ended;
import io.lull.protocol.stream.StreamReply.LogInfo;
import io.lull.protocol.stream.StreamReply.Opened;
import io.lull.protocol.stream.StreamReply.Read;
import io.lull.protocol.stream.StreamReply.StreamRefused;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens to work that the host is at when something else comes in between. */
class StreamInFlightTest {
  private static final Fault BROKEN = Fault.of(INTERNAL, "the disk is gone");

  private final StreamFixture one = StreamFixture.single();
  private final StreamClient client = one.client("s1");

  @Test
  void a_read_that_was_under_way_when_the_stop_came_is_answered_and_no_other_is_begun() {
    client.begun(StreamKind.FULL).opened(file(USERS));
    ReadFile read = client.reading();
    one.hostIsSilent().give(read);
    one.stopBackup();

    assertThat(one.give(new ReadEnded(MAIL, one.underWay(MAIL), FILE_BYTES)).replies())
        .containsExactly(new Read(read.request(), client.handle(), FILE_BYTES));
    assertThat(failure(client.read())).contains(BACKUP_ABORTED_BY_SERVER);
  }

  @Test
  void an_open_that_was_under_way_when_the_stop_came_leaves_a_file_that_can_be_closed() {
    client.begun(StreamKind.FULL);
    one.hostIsSilent().give(client.opening(file(USERS)));
    one.stopBackup();

    long handle = one.underWay(MAIL);
    assertThat(one.give(new FileOpened(MAIL, handle, FILE_BYTES)).replies())
        .singleElement()
        .isInstanceOf(Opened.class);
    assertThat(one.ask(new StreamInput.CloseFile(one.request(), MAIL, client.stamp(), handle)))
        .isInstanceOf(Closed.class);
  }

  @Test
  void a_roll_that_was_under_way_when_the_stop_came_does_not_bring_the_stream_back() {
    client.begun(StreamKind.FULL);
    one.hostIsSilent().give(client.askingForLogs());
    one.stopBackup();

    assertThat(one.give(new LogsRolled(MAIL, one.underWay(MAIL), logs(6))).replies())
        .singleElement()
        .isInstanceOf(LogInfo.class);
    assertThat(one.phase(MAIL)).isEqualTo(StreamPhase.STOPPED);
  }

  @Test
  void work_that_fails_after_a_stop_leaves_the_stream_to_its_End() {
    client.begun(StreamKind.FULL);
    one.hostIsSilent().give(client.opening(file(USERS)));
    one.stopBackup();

    assertThat(one.give(new OpenFailed(MAIL, one.underWay(MAIL), BROKEN)).replies())
        .singleElement()
        .isInstanceOf(StreamRefused.class);
    assertThat(client.end(EndMode.ABORT)).isInstanceOf(Ended.class);
  }

  @Test
  void a_repeat_of_the_call_under_way_waits_for_the_same_work() {
    client.begun(StreamKind.FULL);
    assertRepeatWaits(client.askingForLogs());
    one.give(new LogsRolled(MAIL, one.underWay(MAIL), logs(6)));
    assertRepeatWaits(client.opening(log(6)));
    one.give(new FileOpened(MAIL, one.underWay(MAIL), FILE_BYTES));
    long handle = one.instance(MAIL).stream().orElseThrow().work().taken().orElseThrow();
    assertRepeatWaits(new ReadFile(one.request(), MAIL, client.stamp(), handle, 0, FILE_BYTES));
  }

  private void assertRepeatWaits(StreamInput.OfSession call) {
    assertThat(one.hostIsSilent().give(call).replies()).isEmpty();
    StreamHost working = one.host();
    one.forgetEffects();

    assertThat(one.give(call).replies()).isEmpty();

    assertThat(one.effects).isEmpty();
    assertThat(one.host()).isEqualTo(working);
  }

  @Test
  void no_two_pieces_of_work_have_the_same_number() {
    client.fullRead().truncated().completed();
    one.client("s2").fullRead().end(EndMode.ABORT);

    List<Long> numbers =
        one.happened(StreamEvent.CallBegun.class).stream().map(e -> e.call().number()).toList();
    assertThat(numbers).hasSize(14).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void one_stream_has_one_call_under_way() {
    client.begun(StreamKind.FULL).opened(file(USERS));
    one.hostIsSilent().give(client.reading());

    assertThat(failure(client.read())).contains(INVALID_BACKUP_SEQUENCE);
  }

  @Test
  void nothing_else_is_begun_while_a_new_log_is() {
    client.begun(StreamKind.FULL);
    one.hostIsSilent().give(client.askingForLogs());

    assertThat(failure(client.logInfo())).contains(INVALID_BACKUP_SEQUENCE);
    assertThat(failure(client.open(USERS))).contains(INVALID_BACKUP_SEQUENCE);
  }

  @Test
  void Close_answers_the_read_that_it_gives_up_and_its_late_result_is_ignored() {
    client.begun(StreamKind.FULL).opened(file(USERS));
    ReadFile read = client.reading();
    one.hostIsSilent().give(read);
    long call = one.underWay(MAIL);

    assertThat(one.give(client.closing()).replies())
        .hasSize(2)
        .anySatisfy(reply -> assertThat(reply).isInstanceOf(Closed.class))
        .anySatisfy(
            reply -> {
              assertThat(reply.request()).isEqualTo(read.request());
              assertThat(failure(reply)).contains(BACKUP_ABORTED_BY_CALLER);
            });
    assertThat(one.give(new ReadEnded(MAIL, call, FILE_BYTES)).replies()).isEmpty();
    assertThat(one.instance(MAIL).stream().orElseThrow().progress().copied()).isEmpty();
  }

  @Test
  void a_late_result_does_not_reach_the_next_stream() {
    client.begun(StreamKind.FULL);
    one.hostIsSilent().give(client.opening(file(USERS)));
    long call = one.underWay(MAIL);
    one.give(client.ending(EndMode.ABORT, false));
    StreamClient next = one.client("s2").begun(StreamKind.FULL);
    one.give(next.opening(file(USERS)));
    StreamHost before = one.host();

    assertThat(one.give(new FileOpened(MAIL, call, 1)).replies()).isEmpty();

    assertThat(one.host()).isEqualTo(before);
  }

  @Test
  void a_database_that_cannot_be_read_is_left_out_and_the_others_go_on() {
    client.begun(StreamKind.FULL).copied(file(USERS), file(ORDERS)).opened(file(USERS));
    one.hostIsSilent().give(client.reading());
    one.give(new ReadFailed(MAIL, one.underWay(MAIL), BROKEN));
    one.hostAnswers();

    assertThat(one.did(StreamEffect.CloseData.class)).hasSize(3);
    client.logsKnown().copied(log(6)).truncated().completed();
    assertThat(one.did(StreamEffect.MarkHeaders.class))
        .singleElement()
        .satisfies(effect -> assertThat(effect.mark().databases()).containsExactly(ORDERS));
  }

  @Test
  void a_log_that_cannot_be_read_aborts_the_stream_by_the_server() {
    client.begun(StreamKind.FULL).logsKnown().opened(log(6));
    one.hostIsSilent().give(client.reading());

    one.give(new ReadFailed(MAIL, one.underWay(MAIL), BROKEN));

    assertAbortedByServer();
  }

  @Test
  void a_file_that_cannot_be_opened_aborts_the_stream_by_the_server() {
    client.begun(StreamKind.FULL);
    one.hostIsSilent().give(client.opening(file(USERS)));

    one.give(new OpenFailed(MAIL, one.underWay(MAIL), BROKEN));

    assertAbortedByServer();
  }

  @Test
  void a_log_that_cannot_be_begun_aborts_the_stream_by_the_server() {
    client.begun(StreamKind.INCREMENTAL);
    one.hostIsSilent().give(client.askingForLogs());

    one.give(new RollFailed(MAIL, one.underWay(MAIL), BROKEN));

    assertAbortedByServer();
  }

  @Test
  void a_log_that_is_missing_aborts_a_full_stream_by_the_server() {
    one.available(6, 8);
    client.begun(StreamKind.FULL);

    assertThat(failure(client.logInfo())).contains(MISSING_FILE_TO_BACKUP);

    assertAbortedByServer();
  }

  private void assertAbortedByServer() {
    assertThat(one.happened(StreamEvent.StreamEnded.class))
        .singleElement()
        .satisfies(ended -> assertThat(ended.outcome()).isEqualTo(StreamOutcome.ABORTED_BY_SERVER));
    assertThat(failure(client.end(EndMode.NORMAL))).contains(NO_BACKUP);
  }
}
