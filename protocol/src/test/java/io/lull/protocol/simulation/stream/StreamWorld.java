package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.simulation.Faults;
import io.lull.protocol.simulation.Journal;
import io.lull.protocol.simulation.Kernel;
import io.lull.protocol.simulation.Network;
import io.lull.protocol.simulation.SimProcess;
import io.lull.protocol.simulation.Trace;
import io.lull.protocol.stream.SessionReport;
import io.lull.protocol.stream.session.StreamSession;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.protocol.stream.session.StreamSessionInput;
import io.lull.protocol.stream.session.StreamSessionPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything that there is in one run: one host, its coordinators, readers, and its owner. */
final class StreamWorld {
  static final HostId HOST = new HostId("h1");

  final Kernel kernel;
  final StreamMachines machines;
  final Network network;
  final Journal<SessionId, StreamSession, StreamSessionEvent> journal;
  final List<SimNode> nodes = new ArrayList<>();
  final List<SimReader> readers = new ArrayList<>();
  final SortedMap<InstanceId, SimSource> sources = new TreeMap<>();
  private final List<StreamInvariant> invariants = StreamInvariants.all();
  private final Optional<Trace> trace;
  private final SortedMap<SessionId, SimNode> speakers = new TreeMap<>();
  private final SortedMap<SessionId, SimReader> owners = new TreeMap<>();
  private final SimProcess physics;
  private Optional<SimStreamHost> host = Optional.empty();
  private Faults faults;

  StreamWorld(Kernel kernel, StreamMachines machines, Faults faults, Optional<Trace> trace) {
    this.kernel = kernel;
    this.machines = machines;
    this.faults = faults;
    this.trace = trace;
    this.network = new Network(kernel, faults);
    this.journal = new Journal<>(machines.session(), StreamSession::unused);
    this.physics =
        new SimProcess(kernel, "physics") {
          @Override
          protected void trace(Object... parts) {
            StreamWorld.this.trace(name, parts);
          }
        };
  }

  SimStreamHost host() {
    return host.orElseThrow();
  }

  void add(SimStreamHost added) {
    host = Optional.of(added);
  }

  Faults faults() {
    return faults;
  }

  /** From now on nothing goes wrong any more, except for what has gone wrong already. */
  void heal() {
    trace("world", "all faults end");
    faults = Faults.NONE;
    network.heal();
  }

  // What happens by itself, whatever is stopped or dead.

  void plan(long delay, Runnable action) {
    kernel.plan(delay, physics, 0, false, action);
  }

  long writeTime() {
    return kernel.chance(faults.slowJournal())
        ? kernel.between(Kernel.SECOND / 10, Kernel.SECOND / 2)
        : kernel.between(Kernel.MILLI / 10, 3 * Kernel.MILLI);
  }

  // What is sent.

  void owns(SimReader reader, SessionId session) {
    owners.put(session, reader);
  }

  Optional<SimReader> owner(SessionId session) {
    return Optional.ofNullable(owners.get(session));
  }

  List<SessionId> sessions() {
    return List.copyOf(owners.keySet());
  }

  /** Those of which something may still come. */
  List<SessionId> unfinished() {
    return owners.keySet().stream()
        .filter(session -> journal.state(session).phase() != StreamSessionPhase.OVER)
        .toList();
  }

  SimNode speaker(SessionId session) {
    return speakers.computeIfAbsent(session, _ -> kernel.pick(nodes));
  }

  boolean speaksFor(SimNode node, SessionId session) {
    return speakers.get(session) == node;
  }

  void toSession(SimProcess from, SessionId session, StreamSessionInput input) {
    SimNode node = speaker(session);
    network.send(from, node, () -> node.receive(session, input));
  }

  void report(SessionReport report) {
    toSession(
        host(),
        report.event().stamp().session(),
        new StreamSessionInput.HostReported(HOST, report));
  }

  /** Others speak for what a node spoke for; it need not know. */
  void moveAway(SimNode from, List<SimNode> to) {
    for (SessionId session : List.copyOf(speakers.keySet())) {
      if (speaksFor(from, session)) {
        SimNode next = kernel.pick(to);
        speakers.put(session, next);
        // Later than the last write of its predecessor can arrive.
        next.arrive(Kernel.SECOND / 2, () -> next.remember(session));
      }
    }
  }

  /** Every node that cannot reach the host after a while is told so. */
  void suspectHost() {
    for (SimNode node : nodes) {
      plan(
          kernel.between(3 * Kernel.SECOND, 20 * Kernel.SECOND),
          () -> {
            boolean gone = !host().isAlive();
            if (gone || host().isStopped() || !network.connects(node, host())) {
              node.arrive(0, () -> node.hostUnreachable(gone));
            }
          });
    }
  }

  // What is seen.

  void trace(String who, Object... parts) {
    trace.ifPresent(log -> log.line(kernel.now(), who, parts));
  }

  void see(StreamFact fact) {
    invariants.forEach(invariant -> invariant.see(fact, this));
  }

  void checkAtRest() {
    invariants.forEach(invariant -> invariant.checkAtRest(this));
  }
}
