package io.lull.protocol.simulation.stream;

import io.lull.protocol.simulation.Faults;
import io.lull.protocol.simulation.Kernel;
import io.lull.protocol.simulation.SimProcess;
import java.util.List;

/** Breaks things between any two steps, and repairs them after a while. */
final class StreamChaos {
  private final StreamWorld world;
  private final Kernel dice;

  StreamChaos(StreamWorld world) {
    this.world = world;
    this.dice = world.kernel;
  }

  /** A process has just made a step; it may be its last one for a while. */
  void after(SimProcess process) {
    Faults faults = world.faults();
    switch (process) {
      case SimStreamHost host -> {
        if (dice.chance(faults.crashHost())) {
          crash(host);
        } else if (dice.chance(faults.stopHost())) {
          stop(host);
          world.suspectHost();
        }
      }
      case SimNode node -> {
        if (dice.chance(faults.crashNode())) {
          crash(node);
        } else if (dice.chance(faults.stopNode())) {
          stop(node);
          dieLater(node);
        } else if (dice.chance(faults.replaceNode()) && node.isAlive()) {
          world.trace(node.name, "is replaced, and does not know");
          moveAway(node);
          dieLater(node);
        }
      }
      case SimReader reader -> {
        if (dice.chance(faults.stopHost())) {
          stop(reader);
        }
      }
      default -> {}
    }
    if (!world.network.isSplit() && dice.chance(faults.split())) {
      split();
    }
  }

  private void crash(SimStreamHost host) {
    if (host.isAlive()) {
      host.crash();
      world.suspectHost();
      world.plan(dice.between(Kernel.SECOND / 2, 2 * Kernel.MINUTE), () -> restart(host));
    }
  }

  private void restart(SimProcess process) {
    if (!process.isAlive()) {
      process.start();
      if (process instanceof SimNode node) {
        // Alone in its cluster it recovers what was its own.
        moveAway(node);
      }
    }
  }

  private void stop(SimProcess process) {
    if (process.isAlive() && !process.isStopped()) {
      process.stop();
      world.plan(
          dice.chance(0.5)
              ? dice.between(Kernel.MILLI, 2 * Kernel.SECOND)
              : dice.between(Kernel.SECOND, 6 * Kernel.MINUTE),
          process::goOn);
    }
  }

  /** Taken for dead, it goes on for a while before it learns that it is. */
  private void dieLater(SimNode node) {
    world.plan(10 * Kernel.SECOND, () -> moveAway(node));
    world.plan(dice.between(10 * Kernel.SECOND, Kernel.MINUTE), () -> crash(node));
  }

  private void crash(SimNode node) {
    if (node.isAlive()) {
      node.crash();
      long away = dice.chance(0.2) ? 8 * Kernel.MINUTE : 30 * Kernel.SECOND;
      world.plan(dice.between(Kernel.SECOND / 2, away), () -> restart(node));
      world.plan(dice.between(2 * Kernel.SECOND, 15 * Kernel.SECOND), () -> moveAway(node));
    }
  }

  private void moveAway(SimNode node) {
    List<SimNode> others =
        world.nodes.stream().filter(other -> other != node && other.isAlive()).toList();
    if (!others.isEmpty()) {
      world.moveAway(node, others);
    } else if (node.isAlive()) {
      world.moveAway(node, List.of(node));
    }
  }

  private void split() {
    world.trace("network", "splits");
    world.network.split(true);
    world.nodes.forEach(node -> node.side(dice.below(2)));
    world.readers.forEach(reader -> reader.side(dice.below(2)));
    world.host().side(dice.below(2));
    world.suspectHost();
    world.plan(
        dice.between(Kernel.SECOND / 2, 5 * Kernel.MINUTE), () -> world.network.split(false));
  }

  /** The last fault is over: everything that lies still gets up. */
  void end() {
    world.heal();
    world.host().goOn();
    restart(world.host());
    world.nodes.forEach(SimProcess::goOn);
    world.nodes.forEach(this::restart);
    world.readers.forEach(SimProcess::goOn);
  }
}
