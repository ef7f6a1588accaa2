package io.lull.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cluster.config.message.DirectoryMessage.Presence;
import io.lull.cluster.config.message.HostMessage;
import io.lull.cluster.config.message.HostReply;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.slot.CreationGate;
import io.lull.provider.Workers;
import io.lull.provider.spi.Provider;
import io.lull.wire.api.CopyView;
import io.lull.wire.api.HostView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where copies lie is told by each provider that can tell, and by no other. */
class SearchTest {
  private static final HostId HOST = new HostId("h");
  private static final SetId SET = new SetId("set");
  private static final SetId OTHER = new SetId("other");
  private static final Keeping HANGING = new Keeping("hanging", () -> {});

  private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
  private final TestProbe<HostReply.Located> asker = kit.createTestProbe();
  private final List<String> interrupted = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  /** A provider with a copy of each of two sets, which first does this when it is asked. */
  private record Keeping(String name, Asked asked) implements Provider {
    interface Asked {
      void run() throws Exception;
    }

    ProviderId id() {
      return new ProviderId(HOST, name);
    }

    SnapshotId copy(SetId set) {
      return new SnapshotId(set, new Volume(HOST, "/" + name));
    }

    @Override
    public List<Marker> copies() throws Exception {
      asked.run();
      return List.of(marker(OTHER), marker(SET));
    }

    private Marker marker(SetId set) {
      return new Marker(
          copy(set), new SessionId("s"), Epoch.FIRST, new SlotEpoch(1), true, Optional.empty());
    }

    @Override
    public Optional<Path> place(SnapshotId snapshot) {
      return Optional.of(Path.of("/copies", name, snapshot.set().name()));
    }

    @Override
    public ProviderKind kind() {
      return ProviderKind.SOFTWARE;
    }

    @Override
    public boolean atomic() {
      return true;
    }

    @Override
    public Optional<Path> writesTo(Volume volume) {
      return Optional.empty();
    }

    @Override
    public Optional<Fault> accepts(Volume volume) {
      return Optional.empty();
    }

    @Override
    public void run(ProviderStep step, List<Marker> markers, boolean writable) {}

    @Override
    public void delete(SnapshotId snapshot) {}

    @Override
    public void discard(SnapshotId snapshot) {}
  }

  private ActorRef<HostMessage> agent(Keeping... providers) {
    Map<ProviderId, Provider> known = new HashMap<>();
    for (Keeping provider : providers) {
      known.put(provider.id(), provider);
    }
    return kit.spawn(
        HostAgent.create(
            new Presence(HOST, Incarnation.FIRST, Set.of(), List.of()),
            Map.of(),
            Map.of(),
            CreationGate.UNUSED,
            new HostAgent.Lookout(
                () -> new HostView(HOST, Incarnation.FIRST, List.of(), List.of()),
                known,
                this::work),
            Duration.ofMinutes(1)));
  }

  /** At once, but for whoever hangs: his work never begins and never ends. */
  private Workers.Worker work(String name, Runnable work) {
    if (!name.startsWith(HANGING.id().toString())) {
      work.run();
    }
    return () -> interrupted.add(name);
  }

  private List<CopyView> located() {
    return asker.receiveMessage(Duration.ofSeconds(30)).copies().copies();
  }

  private static CopyView view(Keeping provider) {
    return new CopyView(
        provider.copy(SET), provider.id(), Optional.of("/copies/" + provider.name() + "/set"));
  }

  /** Comes back when the agent has taken what it has told itself, up to now. */
  private void settle(ActorRef<HostMessage> agent) {
    TestProbe<HostReply.Looked> looker = kit.createTestProbe();
    // After the first answer the search has begun, and before the second all of it was taken.
    for (int i = 0; i < 2; i++) {
      agent.tell(new HostMessage.Look(looker.getRef()));
      looker.receiveMessage(Duration.ofSeconds(30));
    }
  }

  @Test
  void eachProviderTellsOfItsOwnCopiesOfThatSet() {
    Keeping a = new Keeping("a", () -> {});
    Keeping b = new Keeping("b", () -> {});

    agent(a, b).tell(new HostMessage.Where(SET, asker.getRef()));

    assertThat(located()).containsExactlyInAnyOrder(view(a), view(b));
  }

  @Test
  void whoCannotTellOrHangsKeepsNobodyFromTelling() {
    Keeping a = new Keeping("a", () -> {});
    Keeping broken =
        new Keeping(
            "broken",
            () -> {
              throw new IOException("the test says so");
            });
    ActorRef<HostMessage> agent = agent(a, broken, HANGING);

    agent.tell(new HostMessage.Where(SET, asker.getRef()));
    settle(agent);
    asker.expectNoMessage(Duration.ZERO);
    ManualTime.get(kit.system()).timePasses(Searches.LIMIT);

    assertThat(located()).containsExactly(view(a));
    assertThat(interrupted).containsExactly("h/hanging-where-1");
  }

  @Test
  void aHostThatHangsAnswersAtOnceWhenTooManySearch() {
    ActorRef<HostMessage> agent = agent(HANGING);
    for (int i = 0; i < Searches.THREADS; i++) {
      agent.tell(new HostMessage.Where(SET, asker.getRef()));
    }

    TestProbe<HostReply.Located> last = kit.createTestProbe();
    agent.tell(new HostMessage.Where(SET, last.getRef()));

    assertThat(last.receiveMessage(Duration.ofSeconds(30)).copies().copies()).isEmpty();
    asker.expectNoMessage(Duration.ZERO);
  }
}
