package io.lull.acceptance.simulation;

import io.lull.coordinator.Machines;
import io.lull.coordinator.SessionMessage;
import io.lull.coordinator.Shards.Entities;
import io.lull.coordinator.SlotMessage;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.simulation.Application;
import io.lull.protocol.simulation.Disk;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Faults;
import io.lull.protocol.simulation.Invariant;
import io.lull.protocol.simulation.Invariants;
import io.lull.protocol.simulation.Trace;
import io.lull.protocol.simulation.Violation;
import io.lull.protocol.simulation.World;
import io.lull.protocol.slot.Slot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;

/** Everything that there is in one run. */
final class ActorWorld implements World {
  private final Clockwork clockwork;
  private final Plants plants;
  private final Optional<Trace> trace;
  private final List<Invariant> invariants = Invariants.all();
  private final List<Invariant.OfEveryStep> everyStep =
      invariants.stream()
          .filter(Invariant.OfEveryStep.class::isInstance)
          .map(Invariant.OfEveryStep.class::cast)
          .toList();
  private final Machines machines;
  private final Network network;
  private final Sees sees = new Sees(this);
  private final Journals journals = new Journals(this);
  private final Disk disk = new Disk();
  private final Region<SessionId, SessionMessage> sessions;
  private final Region<HostId, SlotMessage> slots;
  private final SortedMap<String, SimProcess> processes = new TreeMap<>();
  private final List<SimNode> nodes = new ArrayList<>();
  private final SortedMap<HostId, SimHost> hosts = new TreeMap<>();
  private final List<SimRequester> requesters = new ArrayList<>();
  private final List<Application> applications = new ArrayList<>();
  private Faults faults;
  private Optional<Violation> broken = Optional.empty();

  ActorWorld(Clockwork clockwork, Faults faults, Plants plants, Optional<Trace> trace) {
    this.clockwork = clockwork;
    this.faults = faults;
    this.plants = plants;
    this.trace = trace;
    this.machines = plants.machines(Machines.REAL);
    this.network = new Network(clockwork, faults);
    this.sessions = new Region<>(this, "session", Entities::session, new SessionMessage.Stop());
    this.slots = new Region<>(this, "slot", Entities::slot, new SlotMessage.Stop());
  }

  void add(SimNode node) {
    nodes.add(node);
    processes.put(node.name, node);
  }

  void add(SimHost host) {
    hosts.put(host.id(), host);
    processes.put(host.name, host);
    host.writers().forEach(writer -> applications.add(writer.application()));
  }

  void add(SimRequester requester) {
    requesters.add(requester);
  }

  Clockwork clockwork() {
    return clockwork;
  }

  Plants plants() {
    return plants;
  }

  Machines coordinatorMachines() {
    return machines;
  }

  Network network() {
    return network;
  }

  Sees sees() {
    return sees;
  }

  Journals journals() {
    return journals;
  }

  Faults faults() {
    return faults;
  }

  SimProcess process(String name) {
    return processes.get(name);
  }

  ActorSystem<?> system(SimProcess process) {
    return switch (process) {
      case SimNode node -> node.system();
      case SimHost host -> host.system();
      default -> throw new IllegalStateException(process.name + " has no actors");
    };
  }

  List<SimNode> nodes() {
    return nodes;
  }

  Collection<SimHost> hosts() {
    return hosts.values();
  }

  SimHost host(HostId id) {
    return hosts.get(id);
  }

  List<SimRequester> requesters() {
    return requesters;
  }

  @Override
  public Disk disk() {
    return disk;
  }

  @Override
  public List<Application> applications() {
    return applications;
  }

  @Override
  public long now() {
    return clockwork.now();
  }

  @Override
  public boolean isBehind(HostId host) {
    return hosts.get(host).isCatchingUp();
  }

  @Override
  public Session journaled(SessionId id) {
    return journals.sessions().state(id);
  }

  @Override
  public Session replayed(SessionId id) {
    return journals.sessions().replayed(id);
  }

  @Override
  public Iterable<SessionId> sessionIds() {
    return journals.sessions().keys();
  }

  @Override
  public Slot journaledSlot(HostId host) {
    return journals.slots().state(host);
  }

  @Override
  public List<HostId> hostIds() {
    return List.copyOf(hosts.keySet());
  }

  @Override
  public List<String> unanswered() {
    return requesters.stream().flatMap(r -> r.requester().unanswered().stream()).toList();
  }

  /** The holds that stand now, anywhere. */
  Set<HoldToken> standing() {
    Set<HoldToken> tokens = new HashSet<>();
    for (Application application : applications) {
      application.standing().ifPresent(hold -> tokens.add(hold.token()));
    }
    return tokens;
  }

  /** From now on nothing goes wrong any more, except for what has gone wrong already. */
  void heal() {
    trace("world", "all faults end");
    faults = Faults.NONE;
    network.heal();
  }

  // What is sent to sessions and slots.

  void toSession(SimProcess from, SessionMessage.Addressed message) {
    sessions.send(
        from, message.session(), Shown.of(message), node -> Wire.back(node, from, message));
  }

  void toSession(
      SimProcess from, SessionId session, Verb verb, Function<SimNode, SessionMessage> call) {
    sessions.send(from, session, verb, call);
  }

  void toSlot(SimProcess from, SlotMessage.Tell message) {
    slots.send(from, message.told().host(), message.told().input(), _ -> message);
  }

  /** A node can have sessions and slots from now on. */
  void ready(SimNode node) {
    sessions.started(node);
    slots.started(node);
  }

  void moveAway(SimNode from, List<SimNode> to) {
    sessions.moveAway(from, to);
    slots.moveAway(from, to);
  }

  void handOff(SimNode from, List<SimNode> to) {
    sessions.handOff(from, to);
    slots.handOff(from, to);
  }

  /** Every node that cannot reach this host after a while is told so. */
  void suspect(SimHost host) {
    for (SimNode node : nodes) {
      clockwork.plan(
          clockwork.between(3 * Clockwork.SECOND, 20 * Clockwork.SECOND),
          () -> {
            if (!host.isAlive() || host.isStopped() || !network.connects(node, host)) {
              node.unreachable(host);
            }
          });
    }
  }

  // What is seen.

  void trace(String who, Object... parts) {
    if (trace.isPresent()) {
      trace.get().line(clockwork.now(), who, parts);
    }
  }

  void see(Fact fact) {
    try {
      for (Invariant invariant : invariants) {
        invariant.see(fact);
      }
    } catch (Violation violation) {
      // An actor must not take it for a failure of its own.
      broken(violation);
    }
  }

  /** Something was seen that ends the run. */
  void broken(Violation violation) {
    if (broken.isEmpty()) {
      broken = Optional.of(violation);
    }
  }

  void failed(SimProcess process, String how) {
    broken(new Violation("NoActorFails", "in " + process.name + ": " + how));
  }

  void check() {
    hosts.values().forEach(host -> host.labour().look());
    if (broken.isPresent()) {
      throw broken.get();
    }
    for (Invariant.OfEveryStep invariant : everyStep) {
      invariant.check(this);
    }
  }

  void checkAtRest() {
    for (Invariant invariant : invariants) {
      invariant.checkAtRest(this);
    }
  }
}
