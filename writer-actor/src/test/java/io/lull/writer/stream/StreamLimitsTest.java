package io.lull.writer.stream;

import static io.lull.protocol.failure.Failure.BACKUP_ABORTED_BY_CALLER;
import static io.lull.protocol.failure.Failure.NO_BACKUP;
import static io.lull.protocol.failure.Failure.SOURCE_FAILED;
import static io.lull.protocol.failure.Failure.SOURCE_TIMEOUT;
import static io.lull.protocol.failure.Failure.STREAM_INVALID_PARAMETER;
import static io.lull.writer.stream.StreamStage.ORDERS;
import static io.lull.writer.stream.StreamStage.PIECE;
import static io.lull.writer.stream.StreamStage.SETTINGS;
import static io.lull.writer.stream.StreamStage.USERS;
import static io.lull.writer.stream.StreamStage.failure;
import static io.lull.writer.stream.StreamStage.file;
import static io.lull.writer.stream.StreamStage.log;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamPhase;
import io.lull.protocol.stream.StreamReply;
import io.lull.wire.api.StreamSaid;
import io.lull.writer.source.test.SourceCall;
import io.lull.writer.source.test.SourceDiary.What;
import io.lull.writer.test.Deed;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sources that hang, fail and lie. */
class StreamLimitsTest extends Staged {
  private void free() throws InterruptedException {
    assertThat(one.phase()).isEqualTo(StreamPhase.NOT_STARTED);
    one.mail().diary().await(d -> !d.isInBackup() && d.filesOpen() == 0);
    one.client("next").fullRead();
  }

  @ParameterizedTest
  @EnumSource(names = {"HANG", "HANG_DEAF"})
  void a_begin_that_hangs_is_given_up_and_what_it_brings_late_is_closed(Deed.Kind how)
      throws Exception {
    StreamStage.Hang hang = one.hangs(SourceCall.BEGIN, how);
    BlockingQueue<StreamSaid> begun = one.tell(one.client("s1").beginning(StreamKind.FULL));
    hang.await();

    one.pass(SETTINGS.begin());

    assertThat(failure(StreamStage.heard(begun).reply())).contains(SOURCE_TIMEOUT);
    if (how == Deed.Kind.HANG_DEAF) {
      one.mail().letGo();
      one.mail().diary().await(d -> d.count(What.RETURNED, SourceCall.CLOSE) == 1);
    } else {
      one.mail().diary().await(d -> d.count(What.INTERRUPTED, SourceCall.BEGIN) == 1);
    }
    free();
  }

  @Test
  void a_begin_in_its_time_is_none_the_worse_for_a_limit_that_comes_after() throws Exception {
    Client client = one.client("s1").begun(StreamKind.FULL);

    one.pass(SETTINGS.begin());

    assertThat(client.attachInfo()).isInstanceOf(StreamReply.AttachInfo.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = SourceCall.class,
      names = {"BEGIN", "FACTS"})
  void a_begin_that_fails_is_refused_and_leaves_nothing(SourceCall call) throws Exception {
    for (Deed.Kind how : new Deed.Kind[] {Deed.Kind.THROW, Deed.Kind.LIE}) {
      one.mail().script().then(call, Deed.of(how));

      assertThat(failure(one.client("s1").begin(StreamKind.FULL)))
          .as("%s", how)
          .contains(SOURCE_FAILED);

      assertThat(one.phase()).isEqualTo(StreamPhase.NOT_STARTED);
      one.mail().diary().await(d -> !d.isInBackup());
    }
    assertThat(one.reports).isEmpty();
    assertThat(one.view().lastFault()).isPresent();
    free();
  }

  @Test
  void a_begin_is_refused_with_the_fault_of_its_source() {
    one.mail().script().then(SourceCall.BEGIN, Deed.of(Deed.Kind.NON_RETRYABLE));

    assertThat(one.client("s1").begin(StreamKind.FULL))
        .isInstanceOfSatisfying(
            StreamReply.StreamRefused.class,
            refused ->
                assertThat(refused.fault().detail())
                    .contains("mail to begin a FULL stream", "its script says no"));
  }

  @Test
  void a_begin_that_is_repeated_while_it_is_done_is_done_once_and_answered_to_the_last()
      throws Exception {
    StreamStage.Hang hang = one.hangs(SourceCall.BEGIN, Deed.Kind.HANG);
    StreamInput.BeginStream begin = one.client("s1").beginning(StreamKind.FULL);
    BlockingQueue<StreamSaid> first = one.tell(begin);
    hang.await();
    BlockingQueue<StreamSaid> again = one.tell(begin);

    one.mail().letGo();

    assertThat(StreamStage.heard(again).reply()).isInstanceOf(StreamReply.Begun.class);
    assertThat(first).isEmpty();
    assertThat(one.mail().diary().calls(SourceCall.BEGIN)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"HANG", "HANG_DEAF"})
  void an_open_that_hangs_ends_the_stream_and_a_late_file_is_closed(Deed.Kind how)
      throws Exception {
    Client client = one.client("s1").begun(StreamKind.FULL);
    StreamStage.Hang hang = one.hangs(SourceCall.OPEN, how);
    BlockingQueue<StreamSaid> opened = one.tell(client.opening(file(USERS)));
    hang.await();

    one.pass(SETTINGS.open());

    assertThat(failure(StreamStage.heard(opened).reply())).contains(SOURCE_TIMEOUT);
    assertThat(failure(client.attachInfo())).contains(NO_BACKUP);
    one.mail().diary().await(d -> !d.isInBackup());
    if (how == Deed.Kind.HANG_DEAF) {
      one.mail().letGo();
      one.mail().diary().await(d -> d.count(What.RETURNED, SourceCall.CLOSE_FILE) == 1);
    }
    free();
  }

  @ParameterizedTest
  @EnumSource(
      value = SourceCall.class,
      names = {"OPEN", "SIZE"})
  void an_open_that_fails_or_lies_ends_the_stream(SourceCall call) throws Exception {
    for (Deed.Kind how : new Deed.Kind[] {Deed.Kind.THROW, Deed.Kind.LIE}) {
      Client client = one.client("s-" + how.key()).begun(StreamKind.FULL);
      one.mail().script().then(call, Deed.of(how));

      assertThat(failure(client.open(file(USERS)))).as("%s", how).contains(SOURCE_FAILED);

      one.settled();
      one.mail().diary().await(d -> !d.isInBackup() && d.filesOpen() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HANG", "HANG_DEAF"})
  void a_read_that_hangs_costs_its_database_and_no_other(Deed.Kind how) throws Exception {
    Client client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));
    StreamStage.Hang hang = one.hangs(SourceCall.READ, how);
    BlockingQueue<StreamReply> reading = client.reading(0, ByteBuffer.allocate(PIECE));
    hang.await();

    one.pass(SETTINGS.read());

    assertThat(failure(StreamStage.taken(reading))).contains(SOURCE_TIMEOUT);
    one.mail().diary().await(d -> d.filesOpen() == 0);
    assertThat(failure(client.read())).contains(STREAM_INVALID_PARAMETER);
    client.copied(file(ORDERS)).logsKnown().copied(log(2)).truncated().completed();
  }

  @Test
  void a_read_that_brings_less_than_there_is_has_failed() {
    Client client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));
    one.mail().script().then(SourceCall.READ, Deed.of(Deed.Kind.LIE));

    assertThat(failure(client.read())).contains(SOURCE_FAILED);
  }

  @Test
  void a_read_after_the_end_brings_nothing_and_asks_nothing() {
    Client client = one.client("s1").begun(StreamKind.FULL).opened(file(ORDERS));
    client.readAll();

    assertThat(client.read(64L * PIECE, ByteBuffer.allocate(PIECE)))
        .isInstanceOfSatisfying(
            StreamReply.Read.class, read -> assertThat(read.bytes()).isEqualTo(0));
    assertThat(one.mail().diary().calls(SourceCall.READ)).hasSize(1);
  }

  @Test
  void a_log_that_cannot_be_read_ends_the_stream() throws Exception {
    Client client = one.client("s1").begun(StreamKind.FULL).copied(file(USERS)).logsKnown();
    client.opened(log(2));
    one.mail().script().then(SourceCall.READ, Deed.of(Deed.Kind.THROW));

    assertThat(failure(client.read())).contains(SOURCE_FAILED);

    free();
  }

  @Test
  void a_roll_that_hangs_ends_the_stream() throws Exception {
    Client client = one.client("s1").begun(StreamKind.FULL);
    StreamStage.Hang hang = one.hangs(SourceCall.ROLL, Deed.Kind.HANG_DEAF);
    BlockingQueue<StreamSaid> rolled = one.tell(client.askingForLogs());
    hang.await();

    one.pass(SETTINGS.roll());

    assertThat(failure(StreamStage.heard(rolled).reply())).contains(SOURCE_TIMEOUT);
    one.mail().diary().await(d -> !d.isInBackup());
  }

  @ParameterizedTest
  @EnumSource(names = {"THROW", "LIE"})
  void a_roll_that_fails_or_lies_ends_the_stream(Deed.Kind how) throws Exception {
    Client client = one.client("s1").begun(StreamKind.FULL);
    one.mail().script().then(SourceCall.ROLL, Deed.of(how));

    assertThat(failure(client.logInfo())).contains(SOURCE_FAILED);

    one.mail().diary().await(d -> !d.isInBackup());
  }

  @Test
  void a_file_that_does_not_close_keeps_nobody_from_the_next() throws Exception {
    Client client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));
    StreamStage.Hang hang = one.hangs(SourceCall.CLOSE_FILE, Deed.Kind.HANG_DEAF);
    assertThat(client.close()).isInstanceOf(StreamReply.Closed.class);
    hang.await();
    BlockingQueue<StreamSaid> next = one.tell(client.opening(file(ORDERS)));

    one.pass(SETTINGS.close());

    assertThat(StreamStage.heard(next).reply()).isInstanceOf(StreamReply.Opened.class);
    assertThat(one.view().lastFault().orElseThrow().failure()).isEqualTo(SOURCE_TIMEOUT);
  }

  @Test
  void a_source_that_does_not_close_is_left_behind_and_told() throws Exception {
    Client client = one.client("s1").begun(StreamKind.FULL);
    StreamStage.Hang hang = one.hangs(SourceCall.CLOSE, Deed.Kind.HANG_DEAF);
    client.end(EndMode.ABORT);
    hang.await();
    BlockingQueue<StreamSaid> next = one.tell(one.client("s2").beginning(StreamKind.FULL));

    one.pass(SETTINGS.close());

    assertThat(StreamStage.heard(next).reply()).isInstanceOf(StreamReply.Begun.class);
    assertThat(one.logged).anySatisfy(line -> assertThat(line).contains("taken out of backup"));
  }

  @Test
  void logs_that_cannot_be_deleted_stay_and_are_told() throws Exception {
    one.mail().script().then(SourceCall.DELETE, Deed.of(Deed.Kind.THROW));

    one.client("s1").fullRead().truncated().completed().confirmTruncation();

    one.settled();
    one.mail().diary().await(d -> d.count(What.THREW, SourceCall.DELETE) == 1);
    one.client("s2").begun(StreamKind.FULL);
    assertThat(one.logged).anySatisfy(line -> assertThat(line).contains("to delete logs [1]"));
  }

  @Test
  void logs_go_when_the_instance_is_out_of_backup_and_not_before() throws Exception {
    one.client("s1").fullRead().truncated().completed().confirmTruncation();

    one.settled();
    one.mail().diary().await(d -> d.count(What.RETURNED, SourceCall.DELETE) == 1);

    assertThat(one.mail().diary().entries())
        .extracting(entry -> entry.what() + " " + entry.call())
        .containsSubsequence("RETURNED CLOSE", "CALLED DELETE");
  }

  @Test
  void a_file_that_is_closed_while_it_is_read_answers_its_reader() throws Exception {
    Client client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));
    StreamStage.Hang hang = one.hangs(SourceCall.READ, Deed.Kind.HANG);
    BlockingQueue<StreamReply> reading = client.reading(0, ByteBuffer.allocate(PIECE));
    hang.await();

    assertThat(client.close()).isInstanceOf(StreamReply.Closed.class);

    assertThat(failure(StreamStage.taken(reading))).contains(BACKUP_ABORTED_BY_CALLER);
    one.mail().letGo();
    one.mail().diary().await(d -> d.filesOpen() == 0);
  }
}
