package io.lull.coordinator;

import static io.lull.coordinator.CoordinatorFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cluster.config.message.HostMessage;
import io.lull.coordinator.StreamHostDouble.TellAgain;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamVerb;
import io.lull.protocol.stream.session.StreamVerb.PassOn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams through the session's actor, against a host that follows the rules. */
class StreamSessionTest {
  private static final HostId HOST = new HostId("h1");
  private static final SessionId SESSION = new SessionId("stream-1");
  private static final InstanceId ORDERS = StreamHostDouble.INSTANCE;
  private static final Duration ATTEMPT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CoordinatorFixture cluster = new CoordinatorFixture();
  private final BrokenJournal journal = new BrokenJournal();
  private final StreamHostDouble.Script script = new StreamHostDouble.Script(cluster.way());
  private final ActorRef<HostMessage> host =
      cluster.kit.spawn(StreamHostDouble.create(HOST, script), "host");
  private int requests;

  StreamSessionTest() {
    cluster.eventually(() -> assertThat(cluster.rounds().hosts()).contains(HOST));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private RequestId request() {
    return new RequestId("r" + ++requests);
  }

  private StreamSessionReply call(StreamVerb verb) {
    return repeated(() -> cluster.lull.relay(SESSION, verb, ATTEMPT));
  }

  private StreamSessionReply begin(RequestId request) {
    return call(
        new StreamVerb.BeginBackup(request, HOST, ORDERS, StreamKind.FULL, Optional.empty()));
  }

  private Stamp begun() {
    return ((StreamSessionReply.BackupBegun) begin(request())).stamp();
  }

  private StreamReply pass(Function<RequestId, StreamInput.OfSession> call) {
    PassOn called = new PassOn(call.apply(request()));
    return repeated(() -> cluster.lull.pass(SESSION, called, ATTEMPT)).reply();
  }

  /** As clients do: what was on its way to a host that has just gone is answered by nobody. */
  private static <R> R repeated(Supplier<CompletionStage<Optional<R>>> once) {
    return Stream.generate(() -> await(once.get()))
        .limit(PATIENCE.dividedBy(ATTEMPT))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow();
  }

  private void fetch(Stamp stamp, StreamFile file) {
    StreamReply opened = pass(r -> new StreamInput.OpenFile(r, ORDERS, stamp, file));
    long handle = ((StreamReply.Opened) opened).handle();
    host.tell(
        new StreamHostDouble.Read(
            new StreamInput.ReadFile(request(), ORDERS, stamp, handle, 0, 3 * 4096)));
    assertThat(pass(r -> new StreamInput.CloseFile(r, ORDERS, stamp, handle)))
        .isInstanceOf(StreamReply.Closed.class);
  }

  private StreamOutcome end(Stamp stamp, EndMode mode) {
    StreamReply ended = pass(r -> new StreamInput.EndStream(r, ORDERS, stamp, mode, false));
    return ((StreamReply.Ended) ended).outcome();
  }

  private void readEverything(Stamp stamp) {
    fetch(stamp, new StreamFile.DatabaseFile(StreamHostDouble.DATABASE));
    StreamReply logs = pass(r -> new StreamInput.GetLogInfo(r, ORDERS, stamp));
    assertThat(((StreamReply.LogInfo) logs).required()).isEqualTo(Logs.of(List.of(3L)));
    fetch(stamp, new StreamFile.LogFile(3));
    assertThat(pass(r -> new StreamInput.TruncateLog(r, ORDERS, stamp)))
        .isInstanceOf(StreamReply.Truncated.class);
  }

  private void assertOver() {
    cluster.eventually(() -> assertThat(cluster.streams()).isEmpty());
  }

  @Test
  void logsGoWhenTheTargetHasStoredWhatTheHostHasCompleted() {
    Stamp stamp = begun();
    readEverything(stamp);

    assertThat(end(stamp, EndMode.NORMAL)).isEqualTo(StreamOutcome.COMPLETED);
    assertThat(script.deleted).isEmpty();
    assertThat(call(new StreamVerb.ConfirmStored(request())))
        .isInstanceOf(StreamSessionReply.Stored.class);

    cluster.eventually(() -> assertThat(script.deleted).containsExactly(Logs.of(List.of(1L, 2L))));
    assertOver();
  }

  @Test
  void whatTheTargetSaysTooEarlyCountsWhenTheHostHasSaidSo() {
    script.mute = false;
    Stamp stamp = begun();
    readEverything(stamp);
    script.mute = true;
    assertThat(end(stamp, EndMode.NORMAL)).isEqualTo(StreamOutcome.COMPLETED);
    var stored = cluster.lull.relay(SESSION, new StreamVerb.ConfirmStored(request()), PATIENCE);
    script.mute = false;
    host.tell(new TellAgain());

    assertThat(await(stored).orElseThrow()).isInstanceOf(StreamSessionReply.Stored.class);
    cluster.eventually(() -> assertThat(script.deleted).hasSize(1));
  }

  @Test
  void anAbortByAnybodyFreesTheInstanceAndLetsNoLogGo() {
    Stamp stamp = begun();
    readEverything(stamp);

    assertThat(call(new StreamVerb.AbortBackup(request())))
        .isInstanceOf(StreamSessionReply.BackupGivenUp.class);

    assertThat(pass(r -> new StreamInput.GetAttachInfo(r, ORDERS, stamp)))
        .isInstanceOfSatisfying(
            StreamReply.StreamRefused.class,
            refused -> assertThat(refused.fault().failure()).isEqualTo(Failure.NO_BACKUP));
    assertThat(call(new StreamVerb.ConfirmStored(request())))
        .isInstanceOf(StreamSessionReply.Refused.class);
    assertThat(script.deleted).isEmpty();
    assertOver();
  }

  @Test
  void theEndIsKeptThoughItsReportWasLostOnTheWay() {
    Stamp stamp = begun();
    script.mute = true;
    assertThat(end(stamp, EndMode.ABORT)).isEqualTo(StreamOutcome.ABORTED_BY_CALLER);
    assertThat(cluster.streams()).hasSize(1);
    script.mute = false;
    host.tell(new TellAgain());
    assertOver();
  }

  @Test
  void aSessionWhoseWriteFailedReadsItsJournalAndLosesNothing() {
    Stamp stamp = begun();
    fetch(stamp, new StreamFile.DatabaseFile(StreamHostDouble.DATABASE));
    cluster.journal.withPolicy(journal);
    journal.failOnce(
        event ->
            event instanceof StreamSessionEvent.StreamReported report
                && report.event() instanceof StreamEvent.LogsFetched);
    assertThat(pass(r -> new StreamInput.GetLogInfo(r, ORDERS, stamp)))
        .isInstanceOf(StreamReply.LogInfo.class);
    fetch(stamp, new StreamFile.LogFile(3));
    assertThat(end(stamp, EndMode.NORMAL)).isEqualTo(StreamOutcome.COMPLETED);
    cluster.eventually(
        () -> {
          host.tell(new TellAgain());
          assertThat(call(new StreamVerb.ConfirmStored(new RequestId("stored"))))
              .isInstanceOf(StreamSessionReply.Stored.class);
        });
    assertOver();
  }

  @Test
  void aHostThatIsGoneEndsTheSessionWithAReason() {
    Stamp stamp = begun();
    cluster.kit.stop(host);

    cluster.eventually(
        () ->
            assertThat(pass(r -> new StreamInput.GetAttachInfo(r, ORDERS, stamp)))
                .isInstanceOfSatisfying(
                    StreamReply.StreamRefused.class,
                    refused ->
                        assertThat(refused.fault().failure()).isEqualTo(Failure.HOST_UNREACHABLE)));
    assertOver();
  }

  @Test
  void aBeginIsAnsweredOnceMoreAndAStrangerIsNot() {
    RequestId first = request();
    StreamSessionReply reply = begin(first);
    assertThat(begin(first)).isEqualTo(reply);
    assertThat(begin(request()))
        .isInstanceOfSatisfying(
            StreamSessionReply.Refused.class,
            refused ->
                assertThat(refused.fault().failure()).isEqualTo(Failure.INVALID_BACKUP_SEQUENCE));
  }

  @Test
  void ofAHostThatNobodyKnowsNothingIsBegun() {
    StreamSessionReply reply =
        call(
            new StreamVerb.BeginBackup(
                request(), new HostId("h9"), ORDERS, StreamKind.FULL, Optional.empty()));
    assertThat(reply)
        .isInstanceOfSatisfying(
            StreamSessionReply.Refused.class,
            refused -> assertThat(refused.fault().failure()).isEqualTo(Failure.HOST_UNREACHABLE));
  }
}
