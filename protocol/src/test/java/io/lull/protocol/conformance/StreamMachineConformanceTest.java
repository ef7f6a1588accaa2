package io.lull.protocol.conformance;

import static io.lull.protocol.failure.Failure.BACKUP_ABORTED_BY_SERVER;
import static io.lull.protocol.failure.Failure.CLIENT_REQUEST_TO_STOP_SERVICE;
import static io.lull.protocol.failure.Failure.RUNNING_IN_MULTI_INSTANCE_MODE;
import static io.lull.protocol.failure.Failure.STREAM_INVALID_PARAMETER;
import static io.lull.protocol.stream.StreamFixture.FILE_BYTES;
import static io.lull.protocol.stream.StreamFixture.MAIL;
import static io.lull.protocol.stream.StreamFixture.ORDERS;
import static io.lull.protocol.stream.StreamFixture.SHOP;
import static io.lull.protocol.stream.StreamFixture.USERS;
import static io.lull.protocol.stream.StreamFixture.failure;
import static io.lull.protocol.stream.StreamFixture.file;
import static io.lull.protocol.stream.StreamFixture.log;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.Instance;
import io.lull.protocol.stream.InstanceFacts;
import io.lull.protocol.stream.StreamClient;
import io.lull.protocol.stream.StreamEffect;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamFixture;
import io.lull.protocol.stream.StreamHost;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamInput.CloseFile;
import io.lull.protocol.stream.StreamInput.EndStream;
import io.lull.protocol.stream.StreamInput.OfSession;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.StreamPhase;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.StreamReply.Closed;
import io.lull.protocol.stream.StreamReply.Ended;
import io.lull.protocol.stream.StreamReply.Read;
import io.lull.protocol.stream.StreamReply.ServiceStopped;
import io.lull.protocol.stream.StreamReply.Stopped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** StopBackup and StopService, statement by statement. */
class StreamMachineConformanceTest {
  private static final Set<Class<?>> PROGRESS =
      Set.of(
          StreamInput.GetAttachInfo.class,
          StreamInput.OpenFile.class,
          StreamInput.ReadFile.class,
          StreamInput.GetLogInfo.class,
          StreamInput.GetTruncateLogInfo.class,
          StreamInput.TruncateLog.class);

  private final StreamFixture one = StreamFixture.single();
  private final StreamFixture two = StreamFixture.multi();

  @Test
  void S01_a_stopped_stream_does_no_further_work_whatever_its_client_calls() {
    StreamClient client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));
    one.stopBackup();
    one.forgetEffects();

    progressCalls(client).forEach(one::ask);
    client.close();
    progressCalls(client).forEach(one::ask);

    assertThat(one.effects).containsExactly(new StreamEffect.CloseData(MAIL, client.handle()));
  }

  @Test
  void S02_another_instance_streams_on_as_if_nothing_had_happened() {
    StreamClient mail = two.client("s1", MAIL).begun(StreamKind.FULL).opened(file(USERS));
    StreamClient shop = two.client("s2", SHOP).begun(StreamKind.FULL).opened(file(USERS));
    Instance before = two.instance(SHOP);

    two.stopBackup(MAIL);

    assertThat(two.instance(SHOP)).isEqualTo(before);
    assertThat(failure(mail.read())).contains(BACKUP_ABORTED_BY_SERVER);
    assertThat(shop.read()).isInstanceOf(Read.class);
    assertThat(shop.close()).isInstanceOf(Closed.class);
    shop.logsKnown().copied(log(6)).truncated().completed();
  }

  @Test
  void S02_what_the_instance_does_besides_the_stream_is_not_touched() {
    one.client("s1").begun(StreamKind.FULL);
    InstanceFacts before = one.instance(MAIL).facts();

    one.stopBackup(MAIL);

    assertThat(one.instance(MAIL).facts()).isEqualTo(before);
    assertThat(one.instance(MAIL).serviceStopped()).isFalse();
    one.give(new StreamInput.CheckpointMoved(MAIL, 9));
    assertThat(one.instance(MAIL).facts().checkpoint()).isEqualTo(9);
  }

  @Test
  void S02_an_instance_without_a_stream_still_attaches_databases_after_a_stop() {
    one.stopBackup(MAIL);

    assertThat(
            one.ask(
                new StreamInput.AttachDatabase(
                    one.request(), MAIL, StreamFixture.database(ORDERS))))
        .isInstanceOf(StreamReply.Permitted.class);
  }

  @Test
  void S03_S07_after_a_stop_only_failing_calls_Close_and_End_are_left() {
    StreamClient client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));
    one.stopBackup();
    StreamHost stopped = one.host();

    for (OfSession call : client.everyCall()) {
      if (!(call instanceof CloseFile) && !(call instanceof EndStream)) {
        assertThat(failure(one.ask(call))).as("%s", call).isPresent();
        assertThat(one.host()).as("a failing call changes nothing").isEqualTo(stopped);
      }
    }

    // One Close, because there is one handle, and one End: then nothing is left to do.
    assertThat(client.close()).isInstanceOf(Closed.class);
    assertThat(client.end(EndMode.ABORT)).isInstanceOf(Ended.class);
    assertThat(one.phase(MAIL)).isEqualTo(StreamPhase.NOT_STARTED);
  }

  @Test
  void S04_without_a_name_the_one_instance_is_stopped_where_only_one_is_allowed() {
    StreamClient client = one.client("s1").begun(StreamKind.FULL);

    assertThat(one.stopBackup()).isInstanceOf(Stopped.class);

    assertThat(failure(client.attachInfo())).contains(BACKUP_ABORTED_BY_SERVER);
  }

  @Test
  void S05_without_a_name_nothing_is_stopped_where_several_are_allowed() {
    two.client("s1", MAIL).begun(StreamKind.FULL);
    assertThat(failure(two.stopBackup())).contains(RUNNING_IN_MULTI_INSTANCE_MODE);

    // Allowed is what counts: that only one runs at the moment makes no difference.
    two.terminate(SHOP, false);
    assertThat(failure(two.stopBackup())).contains(RUNNING_IN_MULTI_INSTANCE_MODE);
  }

  @Test
  void S06_a_StopBackup_that_fails_leaves_a_running_stream_reading() {
    StreamClient client = two.client("s1", MAIL).begun(StreamKind.FULL).opened(file(USERS));
    StreamHost before = two.host();

    assertThat(failure(two.stopBackup())).contains(RUNNING_IN_MULTI_INSTANCE_MODE);
    assertThat(failure(two.stopBackup(new InstanceId("nowhere"))))
        .contains(STREAM_INVALID_PARAMETER);

    assertThat(two.host()).isEqualTo(before);
    assertThat(client.read()).isInstanceOf(Read.class);
  }

  @Test
  void S08_every_call_that_advances_a_stream_is_refused_with_the_same_code() {
    StreamClient client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));
    one.stopBackup();

    assertThat(progressCalls(client))
        .allSatisfy(call -> assertThat(failure(one.ask(call))).contains(BACKUP_ABORTED_BY_SERVER));
  }

  @Test
  void S09_a_read_on_a_handle_that_was_open_fails_without_data_and_without_an_end_of_file() {
    StreamClient client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));
    assertThat(client.read()).isInstanceOf(Read.class);
    one.stopBackup();
    one.forgetEffects();

    assertThat(failure(client.read())).contains(BACKUP_ABORTED_BY_SERVER);
    assertThat(failure(client.read(FILE_BYTES, FILE_BYTES))).contains(BACKUP_ABORTED_BY_SERVER);

    assertThat(one.effects).as("the host is not even asked").isEmpty();
  }

  @Test
  void S10_End_after_a_stop_frees_the_instance_for_the_next_stream() {
    for (EndMode mode : EndMode.values()) {
      StreamClient client = one.client("s-" + mode).begun(StreamKind.FULL);
      one.stopBackup();

      assertThat(client.end(mode)).isInstanceOf(Ended.class);

      one.client("next-" + mode).fullRead().truncated().completed();
    }
  }

  @Test
  void S11_a_file_can_be_closed_after_a_stop() {
    StreamClient client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));
    one.stopBackup();
    one.forgetEffects();

    assertThat(client.close()).isInstanceOf(Closed.class);

    assertThat(one.effects).containsExactly(new StreamEffect.CloseData(MAIL, client.handle()));
  }

  @Test
  void S12_the_owner_stops_a_stream_of_which_it_knows_nothing() {
    StreamClient somebody = one.client("s1").begun(StreamKind.FULL);

    // The whole call: a request id of the owner's own and the instance, no session and no handle.
    StreamReply reply =
        one.ask(new StreamInput.StopBackup(new RequestId("owner-1"), Optional.of(MAIL)));

    assertThat(reply).isInstanceOf(Stopped.class);
    assertThat(failure(somebody.open(USERS))).contains(BACKUP_ABORTED_BY_SERVER);
  }

  @Test
  void S13_a_second_StopBackup_succeeds_and_adds_nothing() {
    one.client("s1").begun(StreamKind.FULL);
    one.stopBackup();
    StreamHost stopped = one.host();
    one.forgetEffects();

    assertThat(one.stopBackup())
        .isInstanceOfSatisfying(
            Stopped.class, said -> assertThat(said.session()).contains(new SessionId("s1")));

    assertThat(one.host()).isEqualTo(stopped);
    assertThat(one.effects).isEmpty();
  }

  @Test
  void S14_StopBackup_with_no_stream_succeeds_and_does_not_meet_the_next_one() {
    assertThat(one.stopBackup())
        .isInstanceOfSatisfying(Stopped.class, said -> assertThat(said.session()).isEmpty());

    one.client("s1").fullRead().truncated().completed();
  }

  @Test
  void S15_a_stopped_stream_ended_as_normal_goes_on_record_as_aborted_by_the_server() {
    StreamClient client = one.client("s1").fullRead().truncated();
    InstanceFacts before = one.instance(MAIL).facts();
    one.stopBackup();
    one.forgetEffects();

    StreamReply reply = client.end(EndMode.NORMAL, true);
    client.confirmTruncation();

    assertThat(reply)
        .isInstanceOfSatisfying(
            Ended.class,
            ended -> {
              assertThat(ended.outcome()).isEqualTo(StreamOutcome.ABORTED_BY_SERVER);
              assertThat(ended.mark()).isEmpty();
            });
    assertThat(one.did(StreamEffect.MarkHeaders.class)).isEmpty();
    assertThat(one.did(StreamEffect.DeleteLogs.class)).isEmpty();
    assertThat(one.instance(MAIL).facts()).isEqualTo(before);
    assertThat(one.did(StreamEffect.ReportToSession.class))
        .extracting(effect -> effect.report().event())
        .singleElement()
        .isInstanceOfSatisfying(
            StreamEvent.StreamEnded.class,
            ended -> {
              assertThat(ended.outcome()).isEqualTo(StreamOutcome.ABORTED_BY_SERVER);
              assertThat(ended.truncation().isEmpty()).isTrue();
            });
  }

  @Test
  void S16_StopService_bars_the_calls_of_a_stream_with_a_code_of_its_own() {
    StreamClient client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));

    assertThat(one.stopService(MAIL))
        .isInstanceOfSatisfying(
            ServiceStopped.class, said -> assertThat(said.session()).contains(new SessionId("s1")));

    assertThat(progressCalls(client))
        .allSatisfy(
            call -> assertThat(failure(one.ask(call))).contains(CLIENT_REQUEST_TO_STOP_SERVICE));
    assertThat(failure(one.client("s2").begin(StreamKind.FULL)))
        .contains(CLIENT_REQUEST_TO_STOP_SERVICE);
  }

  @Test
  void S16_StopService_and_StopBackup_are_operations_apart() {
    StreamClient client = one.client("s1").begun(StreamKind.FULL);
    one.stopBackup();
    assertThat(failure(client.attachInfo())).contains(BACKUP_ABORTED_BY_SERVER);

    one.stopService(MAIL);
    assertThat(failure(client.attachInfo())).contains(CLIENT_REQUEST_TO_STOP_SERVICE);

    assertThat(one.stopBackup()).as("StopBackup passes the bar").isInstanceOf(Stopped.class);
    client.end(EndMode.ABORT);
    assertThat(failure(one.client("s2").begin(StreamKind.FULL)))
        .as("the end of the stream does not bring the service back")
        .contains(CLIENT_REQUEST_TO_STOP_SERVICE);
  }

  @Test
  void S16_StopService_does_not_leave_a_stream_open_for_ever() {
    StreamClient client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));
    one.stopService(MAIL);

    assertThat(client.close()).isInstanceOf(Closed.class);
    assertThat(client.end(EndMode.NORMAL))
        .isInstanceOfSatisfying(
            Ended.class,
            ended -> assertThat(ended.outcome()).isEqualTo(StreamOutcome.ABORTED_BY_SERVER));
  }

  @Test
  void S16_StopService_without_a_name_fails_where_several_are_allowed() {
    StreamHost before = two.host();

    assertThat(failure(two.ask(new StreamInput.StopService(two.request(), Optional.empty()))))
        .contains(RUNNING_IN_MULTI_INSTANCE_MODE);

    assertThat(two.host()).isEqualTo(before);
  }

  /** The calls of which S08 speaks. */
  private static List<OfSession> progressCalls(StreamClient client) {
    List<OfSession> calls =
        client.everyCall().stream().filter(call -> PROGRESS.contains(call.getClass())).toList();
    assertThat(calls).hasSameSizeAs(PROGRESS);
    return calls;
  }
}
