package io.lull.acceptance.simulation;

import io.lull.cluster.config.message.DirectoryMessage;
import io.lull.cluster.config.message.HostMessage;
import io.lull.cluster.config.settings.JournalSettings.BackOff;
import io.lull.coordinator.Coordinator;
import io.lull.coordinator.Ground;
import io.lull.coordinator.RestoreMessage;
import io.lull.coordinator.SessionMessage;
import io.lull.coordinator.Shards;
import io.lull.coordinator.SlotMessage;
import io.lull.coordinator.StreamMessage;
import io.lull.protocol.limit.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;
import org.jspecify.annotations.Nullable;

/** A node with the coordinator's role, wired as in production. */
final class SimNode extends SimProcess {
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");
  private static final BackOff BACK_OFF =
      new BackOff(Duration.ofMillis(200), Duration.ofSeconds(5));

  private final IdentityHashMap<ActorRef<HostMessage>, Wire.Remote<HostMessage>> agents =
      new IdentityHashMap<>();
  private final List<ActorRef<UnreachableMember>> listeners = new ArrayList<>();
  private Optional<ActorRef<DirectoryMessage>> directory = Optional.empty();
  private @Nullable ActorSystem<Void> system;
  private Shards.@Nullable Entities entities;
  private long clockError;

  SimNode(ActorWorld world, String name) {
    super(world, name);
  }

  /** This machine's calendar, which may be wrong and may jump. */
  Instant calendar() {
    return EPOCH.plusNanos(clockwork.now() + clockError);
  }

  void jumpClock(long by) {
    clockError += by;
    world.trace(name, "calendar jumps by ", by / Clockwork.SECOND, " s");
  }

  @Override
  void start() {
    super.start();
    boot();
  }

  void boot() {
    agents.clear();
    listeners.clear();
    directory = Optional.empty();
    Ground ground =
        new Ground(
            this::calendar,
            this::uptime,
            new NodeShards(),
            listeners::add,
            this::members,
            Watched.of(this, world.coordinatorMachines()));
    ActorSystem<Void> born =
        Actors.start(
            this,
            Behaviors.setup(
                context -> {
                  Coordinator.startOn(ground, context, Limits.defaults(), BACK_OFF);
                  return Behaviors.empty();
                }));
    system = born;
    Wire.reportFailures(born, this);
    born.receptionist()
        .tell(
            Receptionist.subscribe(
                DirectoryMessage.KEY,
                Wire.<Receptionist.Listing>function(born, name, "listing", this::listed).ref()));
  }

  private Set<Address> members() {
    return world.hosts().stream()
        .filter(SimHost::isMember)
        .map(host -> Wire.address(host.name))
        .collect(Collectors.toSet());
  }

  private void listed(Receptionist.Listing listing) {
    listing.getServiceInstances(DirectoryMessage.KEY).stream()
        .findFirst()
        .ifPresent(
            found -> {
              directory = Optional.of(found);
              world.hosts().forEach(host -> host.learnLater(this));
            });
  }

  ActorSystem<Void> system() {
    return java.util.Objects.requireNonNull(system);
  }

  Shards.Entities entities() {
    return java.util.Objects.requireNonNull(entities);
  }

  boolean canHaveEntities() {
    return isAlive() && entities != null;
  }

  Optional<ActorRef<DirectoryMessage>> directory() {
    return directory;
  }

  /** What this node knows an agent by; the same reference for the same agent. */
  ActorRef<HostMessage> agent(SimHost host, ActorRef<HostMessage> there) {
    Wire.Remote<HostMessage> known = agents.get(there);
    if (known == null) {
      known = Wire.remote(system(), this, host, "agent-" + (agents.size() + 1), there);
      agents.put(there, known);
    }
    return known.ref();
  }

  /** Sends something to a host's agent, as this node's actors would. */
  void tell(SimHost host, HostMessage message) {
    host.agent().ifPresent(there -> agent(host, there).tell(message));
  }

  /** The membership has given a host up. */
  void gone(ActorRef<HostMessage> agent) {
    Wire.Remote<HostMessage> known = agents.get(agent);
    if (known != null) {
      known.terminated();
    }
  }

  void unreachable(SimHost host) {
    arrive(0, () -> listeners.forEach(listener -> listener.tell(Wire.unreachable(host.name))));
  }

  @Override
  void crash() {
    super.crash();
    entities = null;
    world.hosts().forEach(host -> host.forgetLater(this));
  }

  /** The way of this node's actors to sessions and slots. */
  private final class NodeShards implements Shards {
    @Override
    public void share(Entities made) {
      entities = made;
      world.trace(name, "can have sessions");
      world.ready(SimNode.this);
    }

    @Override
    public void tell(SessionMessage.Addressed message) {
      if (message instanceof SessionMessage.HandIn handIn) {
        world.sees().reported(SimNode.this, handIn.session(), handIn.reported().report());
        if (world.plants().drops(SimNode.this, handIn)) {
          return;
        }
      }
      world.toSession(SimNode.this, message);
    }

    @Override
    public void tell(RestoreMessage.Addressed message) {
      throw new IllegalStateException("expected that nobody restores here, but got " + message);
    }

    @Override
    public void tell(StreamMessage.Addressed message) {
      throw new IllegalStateException("expected that nobody streams here, but got " + message);
    }

    @Override
    public void tell(SlotMessage.Tell message) {
      world.toSlot(SimNode.this, message);
    }
  }
}
