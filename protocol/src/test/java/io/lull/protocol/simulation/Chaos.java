package io.lull.protocol.simulation;

import io.lull.protocol.id.SessionId;
import java.util.List;

/** Breaks things between any two steps, and repairs them after a while. */
final class Chaos {
  private final SimWorld world;
  private final Kernel dice;

  Chaos(SimWorld world) {
    this.world = world;
    this.dice = world.kernel();
  }

  /** A process has just made a step; it may be its last one for a while. */
  void after(SimProcess process) {
    Faults faults = world.faults();
    switch (process) {
      case SimHost host -> {
        if (dice.chance(faults.crashHost())) {
          crash(host);
        } else if (dice.chance(faults.stopHost())) {
          stop(host);
        }
      }
      case SimCoordinator node -> {
        if (dice.chance(faults.crashNode())) {
          crash(node);
        } else if (dice.chance(faults.stopNode())) {
          stop(node);
        } else if (dice.chance(faults.replaceNode())) {
          replace(node);
        } else if (dice.chance(faults.clockJump())) {
          node.jumpClock(dice.between(-3600, 3600) * Kernel.SECOND);
        } else if (dice.chance(faults.handOff())) {
          handOff(node);
        }
      }
      default -> {}
    }
    if (!world.network().isSplit() && dice.chance(faults.split())) {
      split();
    }
  }

  private void crash(SimHost host) {
    if (!host.isAlive()) {
      return;
    }
    host.crash();
    world.suspect(host);
    world.plan(dice.between(Kernel.SECOND / 2, Kernel.MINUTE), () -> restart(host));
  }

  private void restart(SimHost host) {
    if (!host.isAlive()) {
      host.start();
      world.restarted(host);
    }
  }

  private void stop(SimHost host) {
    if (host.isAlive() && !host.isStopped()) {
      host.stop();
      world.suspect(host);
      world.plan(pause(), host::goOn);
    }
  }

  private long pause() {
    return dice.chance(0.5)
        ? dice.between(Kernel.MILLI, 2 * Kernel.SECOND)
        : dice.between(Kernel.SECOND, 2 * Kernel.MINUTE);
  }

  private void crash(SimCoordinator node) {
    if (!node.isAlive()) {
      return;
    }
    node.crash();
    world.plan(dice.between(Kernel.SECOND / 2, 30 * Kernel.SECOND), () -> restart(node));
    world.plan(dice.between(2 * Kernel.SECOND, 15 * Kernel.SECOND), () -> moveAway(node));
  }

  private void restart(SimCoordinator node) {
    if (!node.isAlive()) {
      node.start();
      // Alone in its cluster it recovers what was its own.
      moveAway(node);
    }
  }

  private void moveAway(SimCoordinator node) {
    List<SimCoordinator> others =
        world.nodes().stream().filter(other -> other != node && other.isAlive()).toList();
    if (!others.isEmpty()) {
      world.shards().moveAway(node, others);
    } else if (node.isAlive()) {
      world.shards().moveAway(node, List.of(node));
    }
  }

  private void stop(SimCoordinator node) {
    if (!node.isAlive() || node.isStopped()) {
      return;
    }
    node.stop();
    long pause = pause();
    world.plan(pause, node::goOn);
    if (pause > 10 * Kernel.SECOND) {
      // The others take it for dead; it goes on for a while before it learns that it is.
      world.plan(10 * Kernel.SECOND, () -> moveAway(node));
      world.plan(pause + dice.between(0, 20 * Kernel.SECOND), () -> crash(node));
    }
  }

  /** In good order, as when a node is stopped for maintenance. */
  private void handOff(SimCoordinator node) {
    List<SimCoordinator> others =
        world.nodes().stream().filter(other -> other != node && other.isAlive()).toList();
    List<SessionId> sessions = node.sessionIds();
    if (!others.isEmpty() && !sessions.isEmpty()) {
      node.handOff(dice.pick(sessions), dice.pick(others));
    }
  }

  /** Others speak for its sessions, and it does not know. */
  private void replace(SimCoordinator node) {
    if (world.nodes().size() > 1 && node.isAlive()) {
      world.trace(node.name, "is replaced, and does not know");
      moveAway(node);
      world.plan(dice.between(Kernel.SECOND, 40 * Kernel.SECOND), () -> crash(node));
    }
  }

  private void split() {
    world.trace("network", "splits");
    world.network().split(true);
    world.nodes().forEach(node -> node.side(dice.below(2)));
    world.hosts().forEach(host -> host.side(dice.below(2)));
    world.requesters().forEach(requester -> requester.side(dice.below(2)));
    world.hosts().forEach(world::suspect);
    world.plan(
        dice.between(Kernel.SECOND / 2, Kernel.MINUTE),
        () -> {
          world.trace("network", "is whole again");
          world.network().split(false);
        });
  }

  /** The last fault is over: everything that lies still gets up. */
  void end() {
    world.heal();
    world.hosts().forEach(SimHost::goOn);
    world.hosts().forEach(this::restart);
    world.nodes().forEach(SimCoordinator::goOn);
    world.nodes().forEach(this::restart);
    for (SimHost host : world.hosts()) {
      host.arrive(0, () -> host.writers().forEach(writer -> writer.handlers().endHanging()));
    }
  }
}
