package io.lull.protocol.simulation;

import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.slot.Slot;
import io.lull.protocol.slot.SlotEvent;
import io.lull.protocol.slot.SlotInput;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Everything that there is in one run. */
final class SimWorld implements World {
  private final Kernel kernel;
  private final Machines machines;
  private final List<Invariant> invariants;
  private final List<Invariant.OfEveryStep> everyStep;
  private final Optional<Trace> trace;
  private final Network network;
  private final Shards shards;
  private final Physics physics;
  private final Journal<SessionId, Session, SessionEvent> sessions;
  private final Journal<HostId, Slot, SlotEvent> slots;
  private final Disk disk = new Disk();
  private final List<SimCoordinator> nodes = new ArrayList<>();
  private final SortedMap<HostId, SimHost> hosts = new TreeMap<>();
  private final List<SimRequester> requesters = new ArrayList<>();
  private final SortedMap<SessionId, SimRequester> owners = new TreeMap<>();
  private final List<Application> applications = new ArrayList<>();
  private Faults faults;

  /** What happens whatever process is stopped or dead. */
  private static final class Physics extends ClusterProcess {
    Physics(SimWorld world) {
      super(world, "physics");
    }
  }

  SimWorld(
      Kernel kernel,
      Machines machines,
      Faults faults,
      List<Invariant> invariants,
      Optional<Trace> trace) {
    this.kernel = kernel;
    this.machines = machines;
    this.faults = faults;
    this.invariants = invariants;
    this.everyStep = invariants.stream().flatMap(SimWorld::ofEveryStep).toList();
    this.trace = trace;
    this.sessions = new Journal<>(machines.session(), Session::fresh);
    this.slots =
        new Journal<>(machines.slot(), host -> Slot.unused(host, Limits.defaults().slotLease()));
    this.network = new Network(kernel, faults);
    this.shards = new Shards(kernel);
    this.physics = new Physics(this);
  }

  private static Stream<Invariant.OfEveryStep> ofEveryStep(Invariant invariant) {
    return invariant instanceof Invariant.OfEveryStep checked ? Stream.of(checked) : Stream.empty();
  }

  void add(SimCoordinator node) {
    nodes.add(node);
  }

  void add(SimHost host) {
    hosts.put(host.id(), host);
    host.writers().forEach(writer -> applications.add(writer.application()));
  }

  void add(SimRequester requester) {
    requesters.add(requester);
  }

  void owns(SimRequester requester, SessionId session) {
    owners.put(session, requester);
  }

  Kernel kernel() {
    return kernel;
  }

  Machines machines() {
    return machines;
  }

  Network network() {
    return network;
  }

  Shards shards() {
    return shards;
  }

  Faults faults() {
    return faults;
  }

  Journal<SessionId, Session, SessionEvent> sessions() {
    return sessions;
  }

  Journal<HostId, Slot, SlotEvent> slots() {
    return slots;
  }

  @Override
  public Disk disk() {
    return disk;
  }

  List<SimCoordinator> nodes() {
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
  public List<Application> applications() {
    return applications;
  }

  @Override
  public long now() {
    return kernel.now();
  }

  @Override
  public boolean isBehind(HostId host) {
    return hosts.get(host).isBehind();
  }

  @Override
  public Session journaled(SessionId id) {
    return sessions.state(id);
  }

  @Override
  public Session replayed(SessionId id) {
    return sessions.replayed(id);
  }

  @Override
  public Iterable<SessionId> sessionIds() {
    return sessions.keys();
  }

  @Override
  public Slot journaledSlot(HostId host) {
    return slots.state(host);
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

  // What happens by itself.

  void plan(long delay, Runnable action) {
    kernel.plan(delay, physics, 0, false, action);
  }

  long writeTime() {
    return kernel.chance(faults.slowJournal())
        ? kernel.between(Kernel.SECOND / 10, 30 * Kernel.SECOND)
        : kernel.between(Kernel.MILLI / 10, 3 * Kernel.MILLI);
  }

  boolean writeFails() {
    return kernel.chance(faults.restartEntity());
  }

  /** From now on nothing goes wrong any more, except for what has gone wrong already. */
  void heal() {
    trace("world", "all faults end");
    faults = Faults.NONE;
    network.heal();
  }

  // What is sent.

  void askWriter(
      SimCoordinator from, Fact.Speaker speaker, Asker asker, WriterId to, WriterInput request) {
    if (request instanceof WriterRequest ofSet) {
      see(new Fact.WriterAsked(speaker, to, ofSet));
    }
    trace(from.name, "→ ", to, " ", request);
    SimHost host = hosts.get(to.host());
    network.send(from, host, () -> host.receive(asker, to, request));
  }

  void askProvider(
      SimCoordinator from,
      Fact.Speaker speaker,
      Asker asker,
      ProviderId to,
      ProviderRequest request) {
    see(new Fact.ProviderAsked(speaker, to, request));
    trace(from.name, "→ ", to, " ", request);
    SimHost host = hosts.get(to.host());
    network.send(from, host, () -> host.receive(asker, to, request));
  }

  void tellFate(SimCoordinator from, ProviderId to, SetId set, boolean lives) {
    SimHost host = hosts.get(to.host());
    network.send(from, host, () -> host.receive(to, new ProviderInput.FateTold(set, lives)));
  }

  void askSlot(SimProcess from, HostId host, SlotInput request) {
    trace(from.name, "→ slot ", host, " ", request);
    SimCoordinator owner = shards.owner(host, nodes);
    network.send(from, owner, () -> owner.receive(host, request));
  }

  void toSession(SimProcess from, SessionId id, SessionInput input) {
    SimCoordinator owner = shards.owner(id, nodes);
    network.send(from, owner, () -> owner.receive(id, input));
  }

  void answer(SimCoordinator from, SessionId session, SessionReply reply) {
    SimRequester requester = owners.get(session);
    network.send(from, requester, () -> requester.requester().hear(session, reply));
  }

  /** The hosts' lives, as whoever asks the directory now is told. */
  SortedMap<WriterId, Incarnation> roster() {
    SortedMap<WriterId, Incarnation> roster = new TreeMap<>();
    for (SimHost host : hosts.values()) {
      if (host.isAlive()) {
        host.writers().forEach(writer -> roster.put(writer.id(), host.incarnation()));
      }
    }
    return roster;
  }

  /** Every node that cannot reach this host after a while is told so. */
  void suspect(SimHost host) {
    for (SimCoordinator node : nodes) {
      plan(
          kernel.between(3 * Kernel.SECOND, 20 * Kernel.SECOND),
          () -> {
            boolean lost = !host.isAlive() || host.isStopped() || !network.connects(node, host);
            if (lost) {
              tell(node, host, Failure.HOST_UNREACHABLE, "it does not answer");
            }
          });
    }
  }

  void restarted(SimHost host) {
    for (SimCoordinator node : nodes) {
      plan(
          kernel.between(0, Kernel.SECOND),
          () -> tell(node, host, Failure.HOST_RESTARTED, "it lives a new life"));
    }
  }

  private void tell(SimCoordinator node, SimHost host, Failure failure, String but) {
    Fault fault = Fault.expected(failure, "host " + host.id() + " as it was", but);
    node.arrive(0, () -> node.hostLost(host.id(), fault));
  }

  // What is seen.

  boolean traces() {
    return trace.isPresent();
  }

  void trace(String who, Object... parts) {
    trace.ifPresent(log -> log.line(kernel.now(), who, parts));
  }

  void see(Fact fact) {
    for (Invariant invariant : invariants) {
      invariant.see(fact);
    }
  }

  void check() {
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
