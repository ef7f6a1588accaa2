package io.lull.protocol.simulation.invariants;

import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.SetId;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Invariant;
import io.lull.protocol.writer.WriterInput;
import java.util.Map;
import java.util.TreeMap;

/** R4: a coordinator that recovers aborts; it never freezes again. */
public final class FreezeIsNeverReissued implements Invariant {
  private final Map<SetId, Epoch> frozen = new TreeMap<>();

  @Override
  public String promise() {
    return "All Freezes of a set are of one epoch, that of the one window it ever has.";
  }

  @Override
  public void see(Fact fact) {
    if (fact instanceof Fact.WriterAsked asked
        && asked.request() instanceof WriterInput.Freeze freeze) {
      Epoch first = frozen.putIfAbsent(freeze.stamp().set(), freeze.stamp().epoch());
      if (first != null && !first.equals(freeze.stamp().epoch())) {
        broken("a Freeze of " + freeze.stamp() + " was sent after one of epoch " + first);
      }
    }
  }
}
