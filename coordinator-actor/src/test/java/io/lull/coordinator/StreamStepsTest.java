package io.lull.coordinator;

import static io.lull.coordinator.CoordinatorFixture.await;
import static io.lull.coordinator.StreamHostDouble.DATABASE;
import static io.lull.coordinator.StreamHostDouble.LIFE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.cluster.config.message.HostMessage;
import io.lull.coordinator.client.RefusedException;
import io.lull.coordinator.client.StreamDatabases;
import io.lull.coordinator.client.StreamEnded;
import io.lull.coordinator.client.StreamFileOpen;
import io.lull.coordinator.client.StreamLogs;
import io.lull.coordinator.client.StreamStep;
import io.lull.coordinator.client.StreamStops;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.ReadBounds;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamOutcome;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams as a Java program takes them, step by step. */
class StreamStepsTest {
  private static final HostId HOST = new HostId("h1");
  private static final int READ = ReadBounds.FIRST_READ_PAGES * ReadBounds.PAGE_BYTES;

  private final CoordinatorFixture cluster = new CoordinatorFixture();
  private final StreamHostDouble.Script script = new StreamHostDouble.Script(cluster.way());
  private final ActorRef<HostMessage> host =
      cluster.kit.spawn(StreamHostDouble.create(HOST, script), "host");

  StreamStepsTest() {
    cluster.eventually(() -> assertThat(cluster.rounds().hosts()).contains(HOST));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  /** Reads past the session, as whoever has the ticket does. */
  private CompletionStage<String> read(StreamStep step, StreamFileOpen open) {
    host.tell(
        new StreamHostDouble.Read(
            new StreamInput.ReadFile(
                new RequestId("read-" + UUID.randomUUID()),
                StreamHostDouble.INSTANCE,
                stamp(step),
                open.handle(),
                0,
                READ)));
    return CompletableFuture.completedStage(open.ticket().token());
  }

  private static Stamp stamp(StreamStep step) {
    return new Stamp(
        step.session(), new SetId(step.session().name()), Epoch.FIRST, LIFE, SlotEpoch.NONE);
  }

  private StreamDatabases begun() {
    return await(cluster.lull.beginStream(HOST, StreamHostDouble.INSTANCE));
  }

  private StreamLogs readLogs(StreamLogs logs) {
    for (long generation : logs.required().generations()) {
      await(logs.fetch(generation, open -> read(logs, open)));
    }
    return logs;
  }

  private StreamLogs readEverything(StreamDatabases databases) {
    assertThat(databases.databases()).containsExactly(DATABASE);
    String token = await(databases.fetch(DATABASE, open -> read(databases, open)));
    assertThat(token).startsWith("handle-");
    return readLogs(await(databases.logs()));
  }

  private static void refused(Failure failure, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.fault().failure()).isEqualTo(failure));
  }

  private void assertFree() {
    cluster.eventually(() -> assertThat(cluster.streams()).isEmpty());
    await(await(cluster.lull.beginStreamCopy(HOST, StreamHostDouble.INSTANCE)).abort());
  }

  @Test
  void logsGoAfterTheLastStepAndTheNextStreamBuildsOnThisOne() {
    StreamLogs logs = readEverything(begun());
    assertThat(await(logs.dispensable())).isEqualTo(Logs.of(List.of(1L, 2L)));
    assertThat(await(logs.truncate())).isEqualTo(Logs.of(List.of(1L, 2L)));
    StreamEnded ended = await(logs.end(false));
    assertThat(ended.outcome()).isEqualTo(StreamOutcome.COMPLETED);
    assertThat(ended.mark().orElseThrow().kind()).isEqualTo(StreamKind.FULL);
    assertThat(script.deleted).isEmpty();

    await(ended.stored());

    cluster.eventually(() -> assertThat(script.deleted).containsExactly(Logs.of(List.of(1L, 2L))));
    StreamLogs next = await(cluster.lull.beginIncrementalStream(HOST, StreamHostDouble.INSTANCE));
    assertThat(await(readLogs(next).end(true)).outcome()).isEqualTo(StreamOutcome.COMPLETED);
  }

  @Test
  void whatWasNotReadToItsEndIsNotStored() {
    StreamDatabases databases = begun();
    await(databases.fetch(DATABASE, open -> read(databases, open)));
    StreamLogs logs = await(databases.logs());
    refused(Failure.LOG_FILE_NOT_COPIED, () -> await(logs.truncate()));

    StreamEnded ended = await(logs.end(false));

    assertThat(ended.outcome()).isEqualTo(StreamOutcome.ABORTED_BY_CALLER);
    refused(Failure.BACKUP_ABORTED_BY_CALLER, () -> await(ended.stored()));
    assertThat(script.deleted).isEmpty();
    assertFree();
  }

  @Test
  void aFileIsClosedAlsoWhenItsReaderFails() {
    StreamDatabases databases = begun();
    assertThatThrownBy(
            () ->
                await(
                    databases.fetch(
                        DATABASE,
                        _ -> CompletableFuture.failedStage(new IllegalStateException("full")))))
        .hasMessage("full");
    assertThatThrownBy(
            () ->
                await(
                    databases.<String>fetch(
                        DATABASE,
                        _ -> {
                          throw new IllegalStateException("at once");
                        })))
        .hasMessage("at once");

    readEverything(databases);
  }

  @Test
  void aStreamThatCouldNotTakeItsFirstStepIsNotLeftOpen() {
    refused(
        Failure.MISSING_FULL_BACKUP,
        () -> await(cluster.lull.beginIncrementalStream(HOST, StreamHostDouble.INSTANCE)));
    assertFree();
  }

  @Test
  void itsOwnerStopsAStreamThatIsNotHis() {
    StreamStops stops = StreamStops.of(cluster.rounds());
    await(stops.stopBackup());
    StreamDatabases databases = begun();

    await(stops.stopBackup(HOST, StreamHostDouble.INSTANCE));

    refused(Failure.BACKUP_ABORTED_BY_SERVER, () -> await(databases.logs()));
    await(databases.abort());
    assertFree();
    await(stops.stopService(HOST, StreamHostDouble.INSTANCE));
    refused(Failure.CLIENT_REQUEST_TO_STOP_SERVICE, () -> begun());
    refused(
        Failure.HOST_UNREACHABLE,
        () -> await(stops.stopBackup(new HostId("nowhere"), StreamHostDouble.INSTANCE)));
  }

  @Test
  void whoGivesItUpFreesTheInstance() {
    StreamDatabases databases = begun();
    await(databases.abort());
    refused(Failure.NO_BACKUP, () -> await(databases.logs()));
    assertFree();
  }
}
