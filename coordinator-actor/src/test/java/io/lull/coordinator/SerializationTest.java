package io.lull.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.message.DirectoryMessage.HostPresent;
import io.lull.cluster.config.message.DirectoryMessage.Presence;
import io.lull.cluster.config.message.HostMessage;
import io.lull.cluster.config.message.HostReply;
import io.lull.coordinator.SessionMessage.Call;
import io.lull.coordinator.SessionMessage.HandIn;
import io.lull.coordinator.SessionMessage.Reported;
import io.lull.coordinator.SessionMessage.ToSession;
import io.lull.coordinator.SlotMessage.ToSlot;
import io.lull.coordinator.WindowKeeper.Finished;
import io.lull.protocol.certificate.Cut;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.session.Candidate;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.slot.SlotInput;
import io.lull.protocol.stream.SessionReport;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSessionInput;
import io.lull.protocol.stream.session.StreamVerb;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterState;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import io.lull.wire.api.HostView;
import io.lull.wire.api.ProviderView;
import io.lull.wire.api.StreamSaid;
import io.lull.wire.api.Ticket;
import io.lull.wire.api.WriterView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.SerializationTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What travels between nodes arrives as it was sent, with an address that can be answered. */
class SerializationTest {
  private static final HostId HOST = new HostId("h");
  private static final SessionId SESSION = new SessionId("s");
  private static final SetId SET = new SetId("set");
  private static final InstanceId INSTANCE = new InstanceId("orders");
  private static final Stamp STAMP =
      new Stamp(SESSION, SET, Epoch.FIRST, Incarnation.FIRST, new SlotEpoch(1));
  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.actor.allow-java-serialization = off")
              .withFallback(ConfigFactory.load()));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private static <T> ActorRef<T> somebody() {
    TestProbe<T> probe = KIT.createTestProbe();
    return probe.getRef();
  }

  private static StreamInput.GetAttachInfo attachInfo() {
    return new StreamInput.GetAttachInfo(new RequestId("r"), INSTANCE, STAMP);
  }

  static Stream<Object> messages() {
    WindowReport report =
        new WindowReport(
            SET,
            Epoch.FIRST,
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Set.of(),
            Duration.ofMillis(3),
            Optional.empty());
    return Stream.of(
        new Call(
            new ToSession(SESSION, new SessionInput.DoSnapshotSet(new RequestId("r"))), somebody()),
        new SessionMessage.Tell(
            new ToSession(SESSION, new SessionInput.SlotQuestioned(HOST, new SlotEpoch(2)))),
        new SessionMessage.Wake(new SessionMessage.Whom(SESSION)),
        new RestoreMessage.CallRestore(
            new RestoreMessage.ToRestore(SESSION, new RestoreInput.PreRestore(new RequestId("r"))),
            somebody()),
        new RestoreMessage.WakeRestore(new SessionMessage.Whom(SESSION)),
        new StreamMessage.CallStream(
            new StreamMessage.ToStreamSession(
                SESSION, new StreamVerb.ConfirmStored(new RequestId("r"))),
            somebody()),
        new StreamMessage.PassStream(
            new StreamMessage.ToStreamSession(SESSION, new StreamVerb.PassOn(attachInfo())),
            somebody()),
        new StreamMessage.TellStreamSession(
            new StreamMessage.ToStreamSession(
                SESSION,
                new StreamSessionInput.HostReported(
                    HOST,
                    new SessionReport(
                        3, new StreamEvent.DatabaseLost(INSTANCE, STAMP, new DatabaseId("d")))))),
        new StreamMessage.WakeStream(new SessionMessage.Whom(SESSION)),
        new HostMessage.AskStream(new HostMessage.ToStream(attachInfo()), somebody()),
        new HostMessage.TellStream(
            new HostMessage.StreamNotice(new StreamInput.TruncationConfirmed(INSTANCE, STAMP))),
        new HostReply.StreamAnswered(
            new StreamSaid(
                new StreamReply.Opened(new RequestId("r"), 7, 4096),
                Optional.of(new Ticket("https://h:9180", "secret")))),
        new HandIn(new Reported(SESSION, report), somebody()),
        new SlotMessage.Tell(new ToSlot(HOST, new SlotInput.TakeSlot(SESSION, SET))),
        new WindowKeeper.Forget(new Finished(SESSION, Epoch.FIRST)),
        new HostMessage.AskWriter(
            new HostMessage.ToWriter(
                new WriterId(HOST, "w"), new WriterInput.BackupShutdown(STAMP)),
            somebody()),
        new HostMessage.AskProvider(
            new HostMessage.ToProvider(
                new ProviderId(HOST, "p"), new ProviderInput.PreCommit(STAMP)),
            somebody()),
        new HostMessage.TellFate(new HostMessage.Fate(new ProviderId(HOST, "p"), SET, true)),
        new HostMessage.Look(somebody()),
        new HostMessage.Where(SET, somebody()),
        new HostReply.Looked(
            new HostView(
                HOST,
                Incarnation.FIRST,
                List.of(
                    new WriterView(
                        new WriterId(HOST, "w"),
                        Incarnation.FIRST,
                        WriterState.WAITING_FOR_THAW,
                        Optional.of(Duration.ofSeconds(3)),
                        7,
                        Optional.of(Duration.ofMillis(12)),
                        Optional.of(Fault.of(Failure.HOLD_LAPSED, "the test says so")),
                        Optional.of(Instant.EPOCH),
                        new TreeMap<>(Map.of("tier", "gold")))),
                List.of(
                    new ProviderView(
                        new ProviderId(HOST, "p"),
                        Incarnation.FIRST,
                        ProviderKind.SYSTEM,
                        Cut.ATOMIC,
                        1,
                        Optional.empty(),
                        Optional.empty())))),
        new HostReply.Located(
            new Copies(
                SET,
                List.of(
                    new CopyView(
                        new SnapshotId(SET, new Volume(HOST, "/data")),
                        new ProviderId(HOST, "p"),
                        Optional.of("/copies/1"),
                        Optional.of("/mnt/copy"))))),
        new HostMessage.Expose(
            new HostMessage.ToExpose(
                new ProviderId(HOST, "p"),
                new SnapshotId(SET, new Volume(HOST, "/data")),
                Optional.of("/mnt/copy")),
            somebody()),
        new HostReply.Exposed(
            new HostReply.Outcome(Optional.of(Fault.of(Failure.BAD_STATE, "the test says so")))),
        new HostPresent(
            new Presence(
                HOST,
                new Incarnation(3),
                Set.of(new WriterId(HOST, "w")),
                List.of(
                    new Candidate(
                        new ProviderId(HOST, "p"),
                        ProviderKind.SYSTEM,
                        Cut.GRADUAL,
                        new Incarnation(3)))),
            somebody()));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatIsSentArrives(Object message) {
    new SerializationTestKit(KIT.system()).verifySerialization(message, true);
  }

  @Test
  void nobodyElseCanReportForAHost() {
    WriterId writer = new WriterId(HOST, "w");

    assertThatThrownBy(() -> new HostMessage.ToWriter(writer, new WriterInput.CollectAbandoned()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new HostMessage.ToWriter(writer, new WriterInput.GatherStatus(STAMP))).isNotNull();
  }
}
