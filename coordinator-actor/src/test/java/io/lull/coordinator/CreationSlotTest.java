package io.lull.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.settings.JournalSettings.BackOff;
import io.lull.coordinator.SessionMessage.Addressed;
import io.lull.coordinator.SlotMessage.ToSlot;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.SessionInput.SlotSaid;
import io.lull.protocol.slot.Slot;
import io.lull.protocol.slot.SlotInput;
import io.lull.protocol.slot.SlotReply;
import io.lull.protocol.slot.SlotReply.SlotGranted;
import io.lull.protocol.time.Uptime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.apache.pekko.persistence.testkit.javadsl.SnapshotTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A creation slot over a long life of its host. */
class CreationSlotTest {
  private static final HostId HOST = new HostId("a");
  private static final String ENTITY = "slot|a";
  private static final String PATIENT =
      """
      pekko.actor.testkit.typed.single-expect-default = 30 s
      pekko.persistence.testkit.snapshots.assert-timeout = 30 s
      """;

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString(PATIENT)
              .withFallback(PersistenceTestKitPlugin.config())
              .withFallback(PersistenceTestKitSnapshotPlugin.config()));
  private final TestProbe<Addressed> sessions = kit.createTestProbe();
  private final TestProbe<ClusterSharding.ShardCommand> shard = kit.createTestProbe();

  @AfterEach
  void stopAll() {
    kit.shutdownTestKit();
  }

  private ActorRef<SlotMessage> slot() {
    return kit.spawn(CreationSlot.create(HOST, node(), Limits.defaults(), shard.ref()));
  }

  private Node node() {
    return new Node(
        new Ground(
            InstantSource.fixed(Instant.EPOCH),
            () -> new Uptime(0),
            new ToProbe(),
            _ -> {},
            Set::of,
            Machines.REAL),
        new AtomicReference<>(Hosts.NONE),
        kit.system().ignoreRef(),
        kit.system().ignoreRef(),
        new Windows(),
        new BackOff(Duration.ofMillis(10), Duration.ofMillis(10)));
  }

  /** Shards in which every session is the probe. */
  private final class ToProbe implements Shards {
    @Override
    public void share(Entities entities) {}

    @Override
    public void tell(Addressed message) {
      sessions.ref().tell(message);
    }

    @Override
    public void tell(RestoreMessage.Addressed message) {}

    @Override
    public void tell(StreamMessage.Addressed message) {}

    @Override
    public void tell(SlotMessage.Tell message) {}
  }

  private void stop(ActorRef<SlotMessage> slot) {
    slot.tell(new SlotMessage.Stop());
    sessions.expectTerminated(slot, Duration.ofSeconds(30));
  }

  private SlotGranted take(ActorRef<SlotMessage> slot, int number) {
    return (SlotGranted) ask(slot, new SlotInput.TakeSlot(session(number), set(number)));
  }

  private void release(ActorRef<SlotMessage> slot, int number) {
    assertThat(ask(slot, new SlotInput.ReleaseSlot(session(number), set(number))))
        .isInstanceOf(SlotReply.SlotReleased.class);
  }

  private static SessionId session(int number) {
    return new SessionId("s" + number);
  }

  private static SetId set(int number) {
    return new SetId("set" + number);
  }

  @Test
  void whatItReplaysDoesNotGrowWithEverySet() {
    int sets = CreationSlot.EVENTS_TO_REPLAY / 2;
    ActorRef<SlotMessage> first = slot();
    for (int i = 1; i <= sets; i++) {
      take(first, i);
      release(first, i);
    }
    SnapshotTestKit.create(kit.system()).expectNextPersistedClass(ENTITY, Slot.class);
    stop(first);
    // The snapshot stands for all events so far.
    PersistenceTestKit.create(kit.system()).clearByPersistenceId(ENTITY);

    SlotGranted granted = take(slot(), sets + 1);

    assertThat(granted.slot()).isEqualTo(new SlotEpoch(sets + 1));
  }

  private SlotReply ask(ActorRef<SlotMessage> slot, SlotInput input) {
    slot.tell(new SlotMessage.Tell(new ToSlot(HOST, input)));
    SessionMessage.Tell said = (SessionMessage.Tell) sessions.receiveMessage();
    return ((SlotSaid) said.told().input()).reply();
  }
}
