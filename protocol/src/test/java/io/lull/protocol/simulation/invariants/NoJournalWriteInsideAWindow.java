package io.lull.protocol.simulation.invariants;

import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Invariant;

/** R3: the freeze window depends on no I/O. */
public final class NoJournalWriteInsideAWindow implements Invariant {
  @Override
  public String promise() {
    return "A session writes nothing to its journal while its own freeze window is open.";
  }

  @Override
  public void see(Fact fact) {
    if (fact instanceof Fact.Writing writing && writing.open()) {
      broken("session " + writing.speaker().session() + " wrote " + writing.events());
    }
  }
}
