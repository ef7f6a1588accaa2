package io.lull.protocol.simulation.invariants;

import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Invariant;

/** R3: a log may lie on the very volume that stands still. */
public final class NothingIsLoggedWhileFrozen implements Invariant {
  @Override
  public String promise() {
    return "No writer's host writes to its log while that writer stands still.";
  }

  @Override
  public void see(Fact fact) {
    if (fact instanceof Fact.Logged logged && logged.frozen()) {
      broken(logged.writer() + " logged while it stood still");
    }
  }
}
