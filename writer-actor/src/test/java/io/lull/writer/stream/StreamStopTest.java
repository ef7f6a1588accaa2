package io.lull.writer.stream;

import static io.lull.protocol.failure.Failure.BACKUP_ABORTED_BY_SERVER;
import static io.lull.protocol.failure.Failure.BACKUP_IN_PROGRESS;
import static io.lull.protocol.failure.Failure.CLIENT_REQUEST_TO_STOP_SERVICE;
import static io.lull.protocol.failure.Failure.RUNNING_IN_MULTI_INSTANCE_MODE;
import static io.lull.protocol.failure.Failure.SOURCE_TIMEOUT;
import static io.lull.protocol.failure.Failure.STREAM_INVALID_PARAMETER;
import static io.lull.writer.stream.StreamStage.MAIL;
import static io.lull.writer.stream.StreamStage.ORDERS;
import static io.lull.writer.stream.StreamStage.SHOP;
import static io.lull.writer.stream.StreamStage.USERS;
import static io.lull.writer.stream.StreamStage.failure;
import static io.lull.writer.stream.StreamStage.file;
import static io.lull.writer.stream.StreamStage.log;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.StreamPhase;
import io.lull.protocol.stream.StreamReply;
import io.lull.wire.api.StreamSaid;
import io.lull.writer.source.test.SourceCall;
import io.lull.writer.source.test.SourceDiary;
import io.lull.writer.test.Deed;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** StopBackup and StopService as whoever asks a host sees them, statement by statement. */
class StreamStopTest extends Staged {
  private Optional<StreamStage> both = Optional.empty();

  @AfterEach
  void endBoth() {
    both.ifPresent(StreamStage::close);
  }

  private StreamStage two() {
    StreamStage two = new StreamStage(kit, directory.resolve("two"), MAIL, SHOP);
    both = Optional.of(two);
    return two;
  }

  @Test
  void S01_a_stopped_stream_asks_nothing_of_its_source_whatever_its_client_calls() {
    Client client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));
    one.stopBackup(MAIL);
    int before = one.mail().diary().entries().size();

    client.progress(file(ORDERS)).forEach(one::ask);
    client.read();

    assertThat(one.mail().diary().entries()).hasSize(before);
  }

  @Test
  void S02_another_instance_streams_on_as_if_nothing_had_happened() {
    StreamStage two = two();
    Client mail = two.client("s1", MAIL).begun(StreamKind.FULL).opened(file(USERS));
    Client shop = two.client("s2", SHOP).begun(StreamKind.FULL).opened(file(USERS));

    two.stopBackup(MAIL);

    assertThat(failure(mail.read())).contains(BACKUP_ABORTED_BY_SERVER);
    shop.readAll();
    shop.close();
    shop.copied(file(ORDERS)).logsKnown().copied(log(2)).truncated().completed();
  }

  @Test
  void S03_after_a_stop_one_Close_and_one_End_are_all_that_is_left() throws Exception {
    Client client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));

    one.stopBackup(MAIL);

    assertThat(client.close()).isInstanceOf(StreamReply.Closed.class);
    assertThat(client.end(EndMode.ABORT)).isInstanceOf(StreamReply.Ended.class);
    assertThat(one.phase()).isEqualTo(StreamPhase.NOT_STARTED);
    one.mail().diary().await(d -> !d.isInBackup() && d.filesOpen() == 0);
  }

  @Test
  void S04_without_a_name_the_one_instance_is_stopped() {
    Client client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));

    assertThat(one.stopBackup()).isInstanceOf(StreamReply.Stopped.class);

    assertThat(failure(client.read())).contains(BACKUP_ABORTED_BY_SERVER);
  }

  @Test
  void S05_without_a_name_nothing_is_stopped_where_there_are_several() {
    assertThat(failure(two().stopBackup())).contains(RUNNING_IN_MULTI_INSTANCE_MODE);
  }

  @Test
  void S06_a_StopBackup_that_fails_leaves_a_running_stream_reading() {
    StreamStage two = two();
    Client client = two.client("s1").begun(StreamKind.FULL).opened(file(USERS));

    assertThat(failure(two.stopBackup())).contains(RUNNING_IN_MULTI_INSTANCE_MODE);
    assertThat(failure(two.stopBackup(new InstanceId("none")))).contains(STREAM_INVALID_PARAMETER);

    client.readAll();
    client.close();
    client.copied(file(ORDERS)).logsKnown().copied(log(2)).truncated().completed();
  }

  @Test
  void S07_after_a_stop_every_new_call_is_refused() {
    Client client = one.client("s1").begun(StreamKind.FULL);

    one.stopBackup(MAIL);

    assertThat(client.progress(file(USERS))).allMatch(call -> failure(one.ask(call)).isPresent());
    assertThat(failure(one.client("s2").begin(StreamKind.FULL))).contains(BACKUP_IN_PROGRESS);
  }

  @Test
  void S08_every_call_that_advances_a_stream_is_refused_with_the_same_code() {
    Client client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));

    one.stopBackup(MAIL);

    assertThat(client.progress(file(ORDERS)))
        .allMatch(call -> failure(one.ask(call)).equals(Optional.of(BACKUP_ABORTED_BY_SERVER)));
    assertThat(failure(client.read())).contains(BACKUP_ABORTED_BY_SERVER);
  }

  @Test
  void S09_a_read_on_an_open_handle_fails_without_data_and_without_an_end_of_file() {
    Client client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));
    one.stopBackup(MAIL);
    ByteBuffer into = ByteBuffer.allocate(StreamStage.PIECE);

    assertThat(failure(client.read(0, into))).contains(BACKUP_ABORTED_BY_SERVER);

    assertThat(into.array()).containsOnly(0);
  }

  @Test
  void S09_a_read_that_was_under_way_is_answered_with_what_it_brought() throws Exception {
    Client client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));
    StreamStage.Hang hang = one.hangs(SourceCall.READ, Deed.Kind.HANG);
    var reading = client.reading(0, ByteBuffer.allocate(StreamStage.PIECE));
    hang.await();

    one.stopBackup(MAIL);
    one.mail().letGo();

    assertThat(StreamStage.taken(reading)).isInstanceOf(StreamReply.Read.class);
    assertThat(failure(client.read())).contains(BACKUP_ABORTED_BY_SERVER);
  }

  @Test
  void S10_End_after_a_stop_frees_the_instance_for_the_next_stream() {
    Client client = one.client("s1").begun(StreamKind.FULL);
    one.stopBackup(MAIL);

    client.end(EndMode.NORMAL);

    one.client("s2").fullRead().truncated().completed();
  }

  @Test
  void S11_a_file_can_be_closed_after_a_stop() throws Exception {
    Client client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));
    one.stopBackup(MAIL);

    assertThat(client.close()).isInstanceOf(StreamReply.Closed.class);

    one.mail().diary().await(d -> d.filesOpen() == 0);
  }

  @Test
  void S12_the_owner_stops_a_stream_of_which_it_knows_nothing() {
    Client client = one.client("s1").begun(StreamKind.FULL);

    // Neither session nor handle: the name of the instance is all.
    assertThat(one.stopBackup(MAIL)).isInstanceOf(StreamReply.Stopped.class);

    assertThat(failure(client.attachInfo())).contains(BACKUP_ABORTED_BY_SERVER);
  }

  @Test
  void S13_a_second_StopBackup_succeeds_and_is_not_reported_again() {
    one.client("s1").begun(StreamKind.FULL);
    one.stopBackup(MAIL);
    one.reports.clear();

    assertThat(one.stopBackup(MAIL)).isInstanceOf(StreamReply.Stopped.class);

    assertThat(one.phase()).isEqualTo(StreamPhase.STOPPED);
    assertThat(one.reports).isEmpty();
  }

  @Test
  void S14_StopBackup_with_no_stream_succeeds_and_does_not_meet_the_next_one() {
    assertThat(one.stopBackup(MAIL)).isInstanceOf(StreamReply.Stopped.class);

    one.client("s1").fullRead().truncated().completed();
  }

  @Test
  void S15_a_stopped_stream_ended_as_normal_lets_no_log_go_and_marks_nothing() throws Exception {
    Client client = one.client("s1").fullRead().truncated();
    one.stopBackup(MAIL);

    assertThat(client.end(EndMode.NORMAL))
        .isInstanceOfSatisfying(
            StreamReply.Ended.class,
            ended -> {
              assertThat(ended.outcome()).isEqualTo(StreamOutcome.ABORTED_BY_SERVER);
              assertThat(ended.mark()).isEmpty();
            });

    client.confirmTruncation();
    one.settled();
    one.mail().diary().await(d -> !d.isInBackup());
    assertThat(one.mail().diary().calls(SourceCall.DELETE)).isEmpty();
    assertThat(one.view().databases()).noneMatch(database -> database.full().isPresent());
    assertThat(one.reports)
        .extracting(report -> report.report().event())
        .last()
        .isInstanceOfSatisfying(
            StreamEvent.StreamEnded.class,
            ended -> assertThat(ended.outcome()).isEqualTo(StreamOutcome.ABORTED_BY_SERVER));
  }

  @Test
  void S16_StopService_bars_the_calls_of_a_stream_with_a_code_of_its_own() throws Exception {
    Client client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));

    assertThat(one.stopService(MAIL)).isInstanceOf(StreamReply.ServiceStopped.class);

    assertThat(client.progress(file(ORDERS)))
        .allMatch(
            call -> failure(one.ask(call)).equals(Optional.of(CLIENT_REQUEST_TO_STOP_SERVICE)));
    assertThat(failure(client.read())).contains(CLIENT_REQUEST_TO_STOP_SERVICE);
    assertThat(client.end(EndMode.ABORT)).isInstanceOf(StreamReply.Ended.class);
    one.mail().diary().await(d -> !d.isInBackup() && d.filesOpen() == 0);
  }

  @Test
  void S16_a_stopped_service_is_not_touched_by_the_next_Begin() {
    one.stopService(MAIL);

    assertThat(failure(one.client("s1").begin(StreamKind.FULL)))
        .contains(CLIENT_REQUEST_TO_STOP_SERVICE);

    assertThat(one.mail().diary().calls(SourceCall.BEGIN)).isEmpty();
  }

  @Test
  void S16_StopService_without_a_name_fails_where_there_are_several() {
    StreamStage two = two();

    assertThat(failure(two.ask(new StreamInput.StopService(two.request(), Optional.empty()))))
        .contains(RUNNING_IN_MULTI_INSTANCE_MODE);

    two.client("s1").begun(StreamKind.FULL);
  }

  @Test
  void a_stop_that_comes_while_a_stream_begins_is_answered_at_once_and_stops_that_stream()
      throws Exception {
    Client client = one.client("s1");
    var begun = beginningOf(client);

    assertThat(met(one.stopBackup(MAIL))).contains("s1");
    assertThat(begun).isEmpty();
    one.mail().letGo();

    assertThat(StreamStage.heard(begun).reply()).isInstanceOf(StreamReply.Begun.class);
    assertThat(failure(client.attachInfo())).contains(BACKUP_ABORTED_BY_SERVER);
    assertThat(client.end(EndMode.NORMAL))
        .isInstanceOfSatisfying(
            StreamReply.Ended.class,
            ended -> assertThat(ended.outcome()).isEqualTo(StreamOutcome.ABORTED_BY_SERVER));
  }

  @Test
  void a_stop_of_the_service_while_a_stream_begins_leaves_it_its_End_alone() throws Exception {
    Client client = one.client("s1");
    var begun = beginningOf(client);

    assertThat(met(one.stopService(MAIL))).contains("s1");
    assertThat(begun).isEmpty();
    one.mail().letGo();

    assertThat(StreamStage.heard(begun).reply()).isInstanceOf(StreamReply.Begun.class);
    assertThat(failure(client.attachInfo())).contains(CLIENT_REQUEST_TO_STOP_SERVICE);
    assertThat(client.end(EndMode.NORMAL)).isInstanceOf(StreamReply.Ended.class);
    assertThat(one.mail().diary().count(SourceDiary.What.CALLED, SourceCall.BEGIN)).isEqualTo(1);
  }

  @Test
  void stops_that_are_repeated_while_a_stream_begins_are_reported_once() throws Exception {
    var begun = beginningOf(one.client("s1"));

    for (int i = 0; i < 3; i++) {
      assertThat(met(one.stopBackup())).contains("s1");
      assertThat(met(one.stopService(MAIL))).contains("s1");
    }
    one.mail().letGo();

    assertThat(StreamStage.heard(begun).reply()).isInstanceOf(StreamReply.Begun.class);
    assertThat(one.phase()).isEqualTo(StreamPhase.SERVICE_STOPPED_OPEN);
    assertThat(one.reports)
        .extracting(report -> report.report().event())
        .filteredOn(StreamEvent.StreamStopped.class::isInstance)
        .hasSize(1);
  }

  @Test
  void a_stop_of_a_stream_that_then_cannot_begin_does_not_meet_the_next_one() throws Exception {
    var begun = beginningOf(one.client("s1"));
    Client next = one.client("s2");
    var waiting = one.tell(next.beginning(StreamKind.FULL));

    assertThat(met(one.stopBackup(MAIL))).contains("s1");
    one.pass(StreamStage.SETTINGS.begin());

    assertThat(failure(StreamStage.heard(begun).reply())).contains(SOURCE_TIMEOUT);
    assertThat(StreamStage.heard(waiting).reply()).isInstanceOf(StreamReply.Begun.class);
    next.copied(file(USERS), file(ORDERS)).logsKnown().copied(log(2)).truncated().completed();
  }

  @Test
  void a_service_that_was_stopped_while_a_stream_could_not_begin_is_barred() throws Exception {
    var begun = beginningOf(one.client("s1"));
    var waiting = one.tell(one.client("s2").beginning(StreamKind.FULL));

    assertThat(met(one.stopService(MAIL))).contains("s1");
    one.pass(StreamStage.SETTINGS.begin());

    assertThat(failure(StreamStage.heard(begun).reply())).contains(SOURCE_TIMEOUT);
    assertThat(failure(StreamStage.heard(waiting).reply()))
        .contains(CLIENT_REQUEST_TO_STOP_SERVICE);
    assertThat(one.mail().diary().calls(SourceCall.BEGIN)).hasSize(1);
  }

  /** Returns when the source is at it. */
  private BlockingQueue<StreamSaid> beginningOf(Client client) throws InterruptedException {
    StreamStage.Hang hang = one.hangs(SourceCall.BEGIN, Deed.Kind.HANG);
    var begun = one.tell(client.beginning(StreamKind.FULL));
    hang.await();
    return begun;
  }

  /** The session whose stream a stop has met. */
  private static Optional<String> met(StreamReply reply) {
    return switch (reply) {
      case StreamReply.Stopped stopped -> stopped.session().map(SessionId::name);
      case StreamReply.ServiceStopped stopped -> stopped.session().map(SessionId::name);
      default -> Optional.empty();
    };
  }
}
