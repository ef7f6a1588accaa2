package io.lull.acceptance.simulation;

import io.lull.protocol.simulation.Faults;
import java.util.List;

/** Breaks processes and the network between any two steps, and repairs them after a while. */
final class Chaos {
  // An actor makes several steps where a bare machine makes one.
  private static final double SHARE = 0.1;

  private final ActorWorld world;
  private final Clockwork dice;

  Chaos(ActorWorld world) {
    this.world = world;
    this.dice = world.clockwork();
  }

  /** A process has just made a step; it may be its last one for a while. */
  void after(SimProcess process) {
    Faults faults = world.faults();
    if (faults.equals(Faults.NONE) || !dice.chance(SHARE)) {
      return;
    }
    switch (process) {
      case SimHost host -> {
        if (dice.chance(faults.crashHost())) {
          crash(host);
        } else if (dice.chance(faults.stopHost())) {
          stop(host);
        }
      }
      case SimNode node -> after(node, faults);
      default -> {}
    }
    if (!world.network().isSplit() && dice.chance(faults.split())) {
      split();
    }
  }

  private void after(SimNode node, Faults faults) {
    if (dice.chance(faults.crashNode())) {
      crash(node);
    } else if (dice.chance(faults.stopNode())) {
      stop(node);
    } else if (dice.chance(faults.replaceNode())) {
      replace(node);
    } else if (dice.chance(faults.clockJump())) {
      node.jumpClock(dice.between(-3600, 3600) * Clockwork.SECOND);
    } else if (dice.chance(faults.handOff()) && !others(node).isEmpty()) {
      world.handOff(node, others(node));
    }
  }

  private void crash(SimHost host) {
    if (host.isAlive()) {
      host.crash();
      world.suspect(host);
      dice.plan(dice.between(Clockwork.SECOND / 2, Clockwork.MINUTE), () -> restart(host));
    }
  }

  private static void restart(SimHost host) {
    if (!host.isAlive()) {
      host.start();
    }
  }

  private void stop(SimHost host) {
    if (host.isAlive() && !host.isStopped()) {
      host.stop();
      world.suspect(host);
      dice.plan(pause(), host::goOn);
    }
  }

  private long pause() {
    return dice.chance(0.5)
        ? dice.between(Clockwork.MILLI, 2 * Clockwork.SECOND)
        : dice.between(Clockwork.SECOND, 2 * Clockwork.MINUTE);
  }

  private void crash(SimNode node) {
    if (node.isAlive()) {
      int life = node.life();
      node.crash();
      dice.plan(dice.between(Clockwork.SECOND / 2, 30 * Clockwork.SECOND), () -> restart(node));
      dice.plan(
          dice.between(2 * Clockwork.SECOND, 15 * Clockwork.SECOND), () -> moveAway(node, life));
    }
  }

  private void restart(SimNode node) {
    if (!node.isAlive()) {
      node.start();
      // Alone in its cluster it recovers what was its own.
      moveAway(node);
    }
  }

  private List<SimNode> others(SimNode node) {
    return world.nodes().stream().filter(other -> other != node && other.isAlive()).toList();
  }

  /** The others take over from a life of a node, unless it has begun another one by then. */
  private void moveAway(SimNode node, int life) {
    if (node.life() == life) {
      moveAway(node);
    }
  }

  private void moveAway(SimNode node) {
    List<SimNode> others = others(node);
    if (!others.isEmpty()) {
      world.moveAway(node, others);
    } else if (node.isAlive()) {
      world.moveAway(node, List.of(node));
    }
  }

  private void stop(SimNode node) {
    if (!node.isAlive() || node.isStopped()) {
      return;
    }
    node.stop();
    int life = node.life();
    long pause = pause();
    dice.plan(pause, node::goOn);
    if (pause > 10 * Clockwork.SECOND) {
      // The others take it for dead; it goes on for a while before it learns that it is.
      dice.plan(10 * Clockwork.SECOND, () -> moveAway(node, life));
      dice.plan(pause + dice.between(0, 20 * Clockwork.SECOND), () -> crash(node));
    }
  }

  /** Others speak for its sessions, and it does not know. */
  private void replace(SimNode node) {
    if (world.nodes().size() > 1 && node.isAlive()) {
      world.trace(node.name, "is replaced, and does not know");
      moveAway(node);
      dice.plan(dice.between(Clockwork.SECOND, 40 * Clockwork.SECOND), () -> crash(node));
    }
  }

  private void split() {
    world.trace("network", "splits");
    world.network().split(true);
    world.nodes().forEach(node -> node.side(dice.below(2)));
    world.hosts().forEach(host -> host.side(dice.below(2)));
    world.requesters().forEach(requester -> requester.side(dice.below(2)));
    world.hosts().forEach(world::suspect);
    dice.plan(
        dice.between(Clockwork.SECOND / 2, Clockwork.MINUTE),
        () -> {
          world.trace("network", "is whole again");
          world.network().split(false);
        });
  }

  /** The last fault is over: everything that lies still gets up. */
  void end() {
    world.heal();
    world.hosts().forEach(SimHost::goOn);
    world.hosts().forEach(Chaos::restart);
    world.nodes().forEach(SimNode::goOn);
    world.nodes().forEach(this::restart);
    world.hosts().forEach(host -> host.labour().endHanging());
  }
}
