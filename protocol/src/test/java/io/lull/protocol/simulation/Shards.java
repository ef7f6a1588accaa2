package io.lull.protocol.simulation;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which node speaks for which session and slot, as the cluster believes it. */
final class Shards {
  private final Kernel kernel;
  private final SortedMap<SessionId, SimCoordinator> sessions = new TreeMap<>();
  private final SortedMap<HostId, SimCoordinator> slots = new TreeMap<>();

  Shards(Kernel kernel) {
    this.kernel = kernel;
  }

  SimCoordinator owner(SessionId id, List<SimCoordinator> nodes) {
    return sessions.computeIfAbsent(id, _ -> kernel.pick(nodes));
  }

  SimCoordinator owner(HostId host, List<SimCoordinator> nodes) {
    SimCoordinator owner = slots.get(host);
    if (owner == null) {
      owner = kernel.pick(nodes);
      slots.put(host, owner);
      owner.recover(host);
    }
    return owner;
  }

  boolean isOwner(SessionId id, SimCoordinator node) {
    return sessions.get(id) == node;
  }

  boolean isOwner(HostId host, SimCoordinator node) {
    return slots.get(host) == node;
  }

  /** Another node speaks for a session from now on. */
  void move(SessionId id, SimCoordinator to) {
    sessions.put(id, to);
    to.arrive(0, () -> recover(id, to));
  }

  /** Everything that a node spoke for is spoken for by others; it need not know. */
  void moveAway(SimCoordinator from, List<SimCoordinator> to) {
    for (SessionId id : List.copyOf(sessions.keySet())) {
      if (sessions.get(id) == from) {
        move(id, kernel.pick(to));
      }
    }
    for (HostId host : List.copyOf(slots.keySet())) {
      if (slots.get(host) == from) {
        SimCoordinator next = kernel.pick(to);
        slots.put(host, next);
        next.arrive(0, () -> recover(host, next));
      }
    }
  }

  private void recover(SessionId id, SimCoordinator node) {
    if (isOwner(id, node)) {
      node.recover(id);
    }
  }

  private void recover(HostId host, SimCoordinator node) {
    if (isOwner(host, node)) {
      node.recover(host);
    }
  }
}
