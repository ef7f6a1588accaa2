package io.lull.protocol.stream;

import static io.lull.protocol.failure.Failure.BACKUP_ABORTED_BY_SERVER;
import static io.lull.protocol.failure.Failure.BACKUP_IN_PROGRESS;
import static io.lull.protocol.failure.Failure.CLIENT_REQUEST_TO_STOP_SERVICE;
import static io.lull.protocol.failure.Failure.NO_BACKUP;
import static io.lull.protocol.failure.Failure.STALE_EPOCH;
import static io.lull.protocol.failure.Failure.STALE_INCARNATION;
import static io.lull.protocol.failure.Failure.STREAM_INVALID_PARAMETER;
import static io.lull.protocol.stream.StreamFixture.MAIL;
import static io.lull.protocol.stream.StreamFixture.ORDERS;
import static io.lull.protocol.stream.StreamFixture.SHOP;
import static io.lull.protocol.stream.StreamFixture.USERS;
import static io.lull.protocol.stream.StreamFixture.database;
import static io.lull.protocol.stream.StreamFixture.facts;
import static io.lull.protocol.stream.StreamFixture.failure;
import static io.lull.protocol.stream.StreamFixture.file;
import static io.lull.protocol.stream.StreamFixture.log;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.StreamEffect.ReportToSession;
import io.lull.protocol.stream.StreamEvent.FileFinished;
import io.lull.protocol.stream.StreamEvent.LogsFetched;
import io.lull.protocol.stream.StreamEvent.LogsMarked;
import io.lull.protocol.stream.StreamEvent.StreamBegun;
import io.lull.protocol.stream.StreamEvent.StreamEnded;
import io.lull.protocol.stream.StreamEvent.StreamStopped;
import io.lull.protocol.stream.StreamInput.AttachDatabase;
import io.lull.protocol.stream.StreamInput.DetachDatabase;
import io.lull.protocol.stream.StreamInput.DropDatabase;
import io.lull.protocol.stream.StreamInput.GetAttachInfo;
import io.lull.protocol.stream.StreamInput.GiveBack;
import io.lull.protocol.stream.StreamInput.OfNamed;
import io.lull.protocol.stream.StreamInput.ReportsTaken;
import io.lull.protocol.stream.StreamInput.ShrinkDatabase;
import io.lull.protocol.stream.StreamInput.TakeForSnapshot;
import io.lull.protocol.stream.StreamReply.AttachInfo;
import io.lull.protocol.stream.StreamReply.InstanceStarted;
import io.lull.protocol.stream.StreamReply.InstanceTerminated;
import io.lull.protocol.stream.StreamReply.Permitted;
import io.lull.protocol.stream.StreamReply.Read;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Instances, their databases and snapshots; who may speak; and what sessions are told. */
class StreamHostTest {
  private final StreamFixture one = StreamFixture.single();
  private final StreamClient client = one.client("s1");

  @Test
  void databases_do_not_change_while_a_stream_is_open_also_when_it_is_stopped() {
    client.begun(StreamKind.FULL);
    assertThat(changes()).allSatisfy(c -> assertRefused(c));
    one.stopBackup();
    assertThat(changes()).allSatisfy(c -> assertRefused(c));

    client.end(EndMode.ABORT);
    assertThat(changes())
        .allSatisfy(change -> assertThat(one.ask(change)).isInstanceOf(Permitted.class));
  }

  @Test
  void who_is_refused_is_told_who_has_the_instance() {
    client.begun(StreamKind.FULL);
    TakeForSnapshot take = new TakeForSnapshot(one.request(), MAIL, new SetId("other"));
    isTold("but the stream of session s1 does", one.client("s2").begin(StreamKind.FULL));
    isTold("but the stream of session s1 does", one.ask(take));
    changes().forEach(c -> isTold("but the stream of session s1 does", one.ask(c)));
    one.stopBackup();
    isTold("but the stopped stream of session s1 does", one.client("s2").begin(StreamKind.FULL));
    client.end(EndMode.ABORT);

    one.ask(new TakeForSnapshot(one.request(), MAIL, new SetId("snap")));
    isTold("but the snapshot of set snap does", one.client("s2").begin(StreamKind.FULL));
    isTold("but the snapshot of set snap does", one.ask(take));
    changes().forEach(c -> isTold("but the snapshot of set snap does", one.ask(c)));
  }

  private static void isTold(String who, StreamReply reply) {
    assertThat(failure(reply)).contains(BACKUP_IN_PROGRESS);
    assertThat(((StreamReply.StreamRefused) reply).fault().detail())
        .isEqualTo("expected nothing to use instance mail, " + who);
  }

  private List<OfNamed> changes() {
    return List.of(
        new AttachDatabase(one.request(), MAIL, database(ORDERS)),
        new ShrinkDatabase(one.request(), MAIL, USERS),
        new DetachDatabase(one.request(), MAIL, ORDERS),
        new DropDatabase(one.request(), MAIL, ORDERS));
  }

  private void assertRefused(OfNamed change) {
    assertThat(failure(one.ask(change))).contains(BACKUP_IN_PROGRESS);
  }

  @Test
  void a_stopped_service_still_puts_its_databases_away_but_takes_up_none() {
    one.stopService(MAIL);

    assertThat(failure(one.ask(new AttachDatabase(one.request(), MAIL, database(ORDERS)))))
        .contains(CLIENT_REQUEST_TO_STOP_SERVICE);
    assertThat(one.ask(new DetachDatabase(one.request(), MAIL, ORDERS)))
        .isInstanceOf(Permitted.class);
  }

  @Test
  void a_detached_database_is_remembered_with_its_mark_and_one_that_never_was_is_refused() {
    one.ask(new DetachDatabase(one.request(), MAIL, ORDERS));
    assertThat(one.instance(MAIL).facts().database(ORDERS))
        .contains(database(ORDERS).attached(false));
    assertThat(failure(one.ask(new ShrinkDatabase(one.request(), MAIL, ORDERS))))
        .contains(STREAM_INVALID_PARAMETER);

    one.ask(new AttachDatabase(one.request(), MAIL, database(ORDERS).attached(false)));
    assertThat(one.instance(MAIL).facts().database(ORDERS)).contains(database(ORDERS));
  }

  @Test
  void a_snapshot_and_a_stream_exclude_each_other() {
    SetId set = new SetId("snap");
    client.begun(StreamKind.FULL);
    assertThat(failure(one.ask(new TakeForSnapshot(one.request(), MAIL, set))))
        .contains(BACKUP_IN_PROGRESS);
    client.end(EndMode.ABORT);

    one.ask(new TakeForSnapshot(one.request(), MAIL, set));
    one.stopBackup();
    assertThat(failure(one.client("s2").begin(StreamKind.FULL))).contains(BACKUP_IN_PROGRESS);
    assertThat(failure(one.ask(new TakeForSnapshot(one.request(), MAIL, new SetId("other")))))
        .contains(BACKUP_IN_PROGRESS);
    one.ask(new GiveBack(one.request(), MAIL, new SetId("other"), Optional.empty()));
    assertThat(one.phase(MAIL)).as("another set gives nothing back").isSameAs(StreamPhase.SNAPSHOT);

    one.ask(new GiveBack(one.request(), MAIL, set, Optional.empty()));
    one.client("s2").begun(StreamKind.FULL);
  }

  @Test
  void a_snapshot_of_a_stopped_service_still_keeps_its_databases_in_place() {
    SetId set = new SetId("snap");
    one.ask(new TakeForSnapshot(one.request(), MAIL, set));
    one.stopService(MAIL);
    assertRefused(new DetachDatabase(one.request(), MAIL, ORDERS));

    one.ask(new GiveBack(one.request(), MAIL, set, Optional.empty()));
    assertThat(one.ask(new DetachDatabase(one.request(), MAIL, ORDERS)))
        .isInstanceOf(Permitted.class);
  }

  @Test
  void an_instance_with_an_open_stream_ends_by_force_only_and_the_session_hears_of_it() {
    client.begun(StreamKind.FULL).opened(file(USERS));
    assertThat(failure(one.terminate(MAIL, false))).contains(BACKUP_IN_PROGRESS);
    assertThat(client.read()).isInstanceOf(Read.class);

    assertThat(one.terminate(MAIL, true)).isInstanceOf(InstanceTerminated.class);

    assertThat(one.did(StreamEffect.CloseData.class)).hasSize(1);
    assertThat(one.outstanding())
        .last()
        .isInstanceOfSatisfying(
            ReportToSession.class,
            effect ->
                assertThat(((StreamEnded) effect.report().event()).outcome())
                    .isEqualTo(StreamOutcome.ABORTED_BY_SERVER));
    assertThat(failure(client.read())).contains(STREAM_INVALID_PARAMETER);
  }

  @Test
  void after_StopService_the_instance_can_always_be_ended() {
    client.begun(StreamKind.FULL);
    one.stopService(MAIL);

    assertThat(one.terminate(MAIL, true)).isInstanceOf(InstanceTerminated.class);
  }

  @Test
  void an_instance_that_starts_anew_has_lost_its_stream_and_its_stop() {
    client.begun(StreamKind.FULL);
    one.stopService(MAIL);

    assertThat(one.start(MAIL, facts(database(USERS)))).isInstanceOf(InstanceStarted.class);

    assertThat(one.happened(StreamEnded.class).getFirst().outcome())
        .isEqualTo(StreamOutcome.ABORTED_BY_SERVER);
    one.client("s2").begun(StreamKind.FULL);
  }

  @Test
  void where_one_instance_is_allowed_a_second_does_not_start() {
    assertThat(failure(one.start(SHOP, facts(database(USERS))))).contains(STREAM_INVALID_PARAMETER);
    one.terminate(MAIL, false);
    assertThat(one.start(SHOP, facts(database(USERS)))).isInstanceOf(InstanceStarted.class);
  }

  @Test
  void StopBackup_without_a_name_fails_where_no_instance_runs() {
    assertThat(failure(StreamFixture.empty().stopBackup())).contains(STREAM_INVALID_PARAMETER);
  }

  @Test
  void a_new_life_of_the_host_has_no_stream_and_knows_a_message_for_the_old_one() {
    client.begun(StreamKind.FULL);
    StreamFixture next = StreamFixture.single();
    Stamp old =
        new Stamp(
            client.stamp().session(),
            client.stamp().set(),
            Epoch.FIRST,
            new Incarnation(7),
            client.stamp().slot());
    StreamHost before = next.host();

    assertThat(failure(next.ask(new GetAttachInfo(next.request(), MAIL, old))))
        .contains(STALE_INCARNATION);
    next.give(new StreamInput.TruncationConfirmed(MAIL, old));
    next.give(new ReportsTaken(MAIL, old, 99));

    assertThat(next.host()).isEqualTo(before);
    assertThat(next.outstanding()).isEmpty();
  }

  @Test
  void a_recovered_coordinator_goes_on_and_its_predecessor_is_too_late() {
    client.begun(StreamKind.FULL).opened(file(USERS));
    StreamClient recovered = client.at(new Epoch(2));

    assertThat(recovered.read()).isInstanceOf(Read.class);

    assertThat(failure(client.read())).contains(STALE_EPOCH);
    assertThat(failure(client.end(EndMode.ABORT))).contains(STALE_EPOCH);
    assertThat(one.phase(MAIL)).isEqualTo(StreamPhase.DATABASES);
    assertThat(one.instance(MAIL).stream().orElseThrow().stamp()).isEqualTo(recovered.stamp());
  }

  @Test
  void a_recovered_coordinator_takes_over_even_with_a_call_that_is_refused() {
    client.begun(StreamKind.FULL);
    one.stopBackup();

    assertThat(failure(client.at(new Epoch(2)).attachInfo())).contains(BACKUP_ABORTED_BY_SERVER);

    assertThat(failure(client.attachInfo())).contains(STALE_EPOCH);
  }

  @Test
  void a_session_is_told_beginning_files_logs_stop_and_end_and_never_a_read() {
    client.begun(StreamKind.FULL).copied(file(USERS)).logsKnown().copied(log(6)).truncated();
    one.stopBackup();
    client.end(EndMode.NORMAL);

    assertThat(one.did(ReportToSession.class))
        .extracting(effect -> (Object) effect.report().event().getClass())
        .containsExactly(
            StreamBegun.class,
            FileFinished.class,
            LogsFetched.class,
            FileFinished.class,
            LogsMarked.class,
            StreamStopped.class,
            StreamEnded.class);
  }

  @Test
  void a_stop_while_the_coordinator_is_away_is_told_until_the_session_has_it() {
    client.begun(StreamKind.FULL);
    one.give(new ReportsTaken(MAIL, client.stamp(), 1));
    assertThat(one.outstanding()).isEmpty();

    one.stopBackup();
    assertThat(one.outstanding()).hasSize(1).isEqualTo(one.outstanding());
    SessionReport report = ((ReportToSession) one.outstanding().getFirst()).report();
    assertThat(report.event()).isInstanceOf(StreamStopped.class);

    one.give(new ReportsTaken(MAIL, client.at(new Epoch(2)).stamp(), report.number()));
    assertThat(one.outstanding()).isEmpty();
  }

  @Test
  void one_session_takes_only_its_own_reports() {
    StreamFixture two = StreamFixture.multi();
    two.client("s1", MAIL).begun(StreamKind.FULL);
    StreamClient shop = two.client("s2", SHOP).begun(StreamKind.FULL);

    two.give(new ReportsTaken(SHOP, shop.stamp(), 99));

    assertThat(two.outstanding()).hasSize(1);
  }

  @Test
  void work_that_is_under_way_is_outstanding_under_the_same_number() {
    client.begun(StreamKind.FULL);
    one.give(new ReportsTaken(MAIL, client.stamp(), 1));
    one.hostIsSilent().give(client.opening(file(USERS)));

    assertThat(one.outstanding())
        .containsExactly(new StreamEffect.OpenData(MAIL, one.underWay(MAIL), file(USERS)));
  }

  @Test
  void each_session_sees_its_own_stream_only() {
    StreamFixture two = StreamFixture.multi();
    StreamClient mail = two.client("s1", MAIL).begun(StreamKind.FULL);
    two.client("s2", SHOP).begun(StreamKind.FULL);

    assertThat(failure(two.client("s2", MAIL).end(EndMode.ABORT))).contains(NO_BACKUP);

    assertThat(mail.attachInfo()).isInstanceOf(AttachInfo.class);
  }
}
