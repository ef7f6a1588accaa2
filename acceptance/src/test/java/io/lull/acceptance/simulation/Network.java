package io.lull.acceptance.simulation;

import io.lull.protocol.simulation.Faults;

/** Carries messages between processes, and loses, doubles, delays and reorders them. */
final class Network {
  private final Clockwork dice;
  private Faults faults;
  private boolean split;

  Network(Clockwork dice, Faults faults) {
    this.dice = dice;
    this.faults = faults;
  }

  /** From now on it is a good network. */
  void heal() {
    faults = Faults.NONE;
    split = false;
  }

  boolean isSplit() {
    return split;
  }

  void split(boolean changed) {
    split = changed;
  }

  boolean connects(SimProcess one, SimProcess other) {
    return !split || one.side() == other.side();
  }

  /** The arrival is for the life that the receiver lives now, and for no other. */
  void send(SimProcess from, SimProcess to, Runnable arrival) {
    if (from.equals(to)) {
      to.arrive(0, arrival);
      return;
    }
    if (!connects(from, to) || dice.chance(faults.loss())) {
      return;
    }
    to.arrive(delay(), arrival);
    if (dice.chance(faults.twice())) {
      to.arrive(delay() + (dice.chance(0.2) ? dice.between(0, Clockwork.MINUTE) : 0), arrival);
    }
  }

  private long delay() {
    return dice.chance(faults.slow())
        ? dice.between(Clockwork.SECOND / 10, 20 * Clockwork.SECOND)
        : dice.between(Clockwork.MILLI / 5, 3 * Clockwork.MILLI);
  }
}
