package io.lull.coordinator;

import static io.lull.coordinator.CoordinatorFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.StreamEvent.StreamBegun;
import io.lull.protocol.stream.StreamInput.GetAttachInfo;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamReply.StreamRefused;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupAsked;
import io.lull.protocol.stream.session.StreamSessionEvent.StreamReported;
import io.lull.protocol.stream.session.StreamTerms;
import io.lull.protocol.stream.session.StreamVerb.PassOn;
import io.lull.wire.api.StreamSaid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream that is open, and a coordinator that has just come and knows no host yet. */
class StreamRecoveryTest {
  private static final HostId HOST = new HostId("h1");
  private static final SessionId SESSION = new SessionId("stream-1");
  private static final RequestId BEGUN = new RequestId("begun");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Stamp STAMP =
      new Stamp(
          SESSION, new SetId(SESSION.name()), Epoch.FIRST, StreamHostDouble.LIFE, SlotEpoch.NONE);

  private final CoordinatorFixture cluster = new CoordinatorFixture();

  @AfterEach
  void stop() {
    cluster.close();
  }

  /** As an earlier coordinator has written it down. */
  private void open(Duration confirmation) {
    StreamTerms terms = new StreamTerms(StreamHostDouble.LIFE, PATIENCE, confirmation);
    cluster.journal.persistForRecovery(
        StreamSessionActor.persistenceId(SESSION).id(),
        List.of(
            new BackupAsked(BEGUN, HOST, StreamHostDouble.INSTANCE, StreamKind.FULL, STAMP, terms),
            new StreamReported(
                1, new StreamBegun(StreamHostDouble.INSTANCE, STAMP, BEGUN, StreamKind.FULL, 3))));
  }

  private CompletionStage<Optional<StreamSaid>> call(InstanceId instance) {
    return cluster.lull.pass(
        SESSION,
        new PassOn(new GetAttachInfo(new RequestId("of-" + instance), instance, STAMP)),
        PATIENCE);
  }

  /** A call that the host answers; the session has looked at it when this returns. */
  private CompletionStage<Optional<StreamSaid>> called() {
    CompletionStage<Optional<StreamSaid>> call = call(StreamHostDouble.INSTANCE);
    // What the session itself refuses comes after it.
    assertThat(refused(call(new InstanceId("another"))))
        .isEqualTo(Failure.STREAM_INVALID_PARAMETER);
    return call;
  }

  private static Failure refused(CompletionStage<Optional<StreamSaid>> call) {
    return ((StreamRefused) await(call).orElseThrow().reply()).fault().failure();
  }

  @Test
  void aCallWaitsForTheHostAndIsAnsweredByIt() {
    open(Duration.ofMinutes(3));
    CompletionStage<Optional<StreamSaid>> call = called();
    assertThat(call).isNotCompleted();

    cluster.kit.spawn(
        StreamHostDouble.create(HOST, new StreamHostDouble.Script(cluster.way())), "host");

    // This one has no stream of it, and that nobody but a host says.
    assertThat(refused(call)).isEqualTo(Failure.NO_BACKUP);
  }

  @Test
  void aCallIsRefusedWhenTheHostDoesNotComeInTimeAndTheStreamIsOver() {
    open(Duration.ofSeconds(1));

    assertThat(refused(call(StreamHostDouble.INSTANCE))).isEqualTo(Failure.HOST_UNREACHABLE);
    cluster.eventually(() -> assertThat(cluster.streams()).isEmpty());
  }
}
