package io.lull.protocol.simulation;

/** Carries messages between processes, and loses, doubles, delays and reorders them. */
public final class Network {
  private final Kernel kernel;
  private Faults faults;
  private boolean split;

  public Network(Kernel kernel, Faults faults) {
    this.kernel = kernel;
    this.faults = faults;
  }

  /** From now on it is a good network. */
  public void heal() {
    faults = Faults.NONE;
    split = false;
  }

  public boolean isSplit() {
    return split;
  }

  public void split(boolean changed) {
    split = changed;
  }

  public boolean connects(SimProcess one, SimProcess other) {
    return !split || one.side() == other.side();
  }

  public void send(SimProcess from, SimProcess to, Runnable arrival) {
    if (from.equals(to)) {
      to.arrive(0, arrival);
      return;
    }
    if (!connects(from, to) || kernel.chance(faults.loss())) {
      return;
    }
    to.arrive(delay(), arrival);
    if (kernel.chance(faults.twice())) {
      to.arrive(delay() + (kernel.chance(0.2) ? kernel.between(0, Kernel.MINUTE) : 0), arrival);
    }
  }

  private long delay() {
    return kernel.chance(faults.slow())
        ? kernel.between(Kernel.SECOND / 10, 20 * Kernel.SECOND)
        : kernel.between(Kernel.MILLI / 5, 3 * Kernel.MILLI);
  }
}
