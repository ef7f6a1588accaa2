package io.lull.protocol.simulation.invariants;

import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.SetId;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Invariant;
import io.lull.protocol.writer.WriterInput;
import java.util.Map;
import java.util.TreeMap;

/** R4: whoever recovers must know whom to thaw. */
public final class IntentIsDurableBeforeTheFirstFreeze implements Invariant {
  private final Map<SetId, Epoch> planned = new TreeMap<>();

  @Override
  public String promise() {
    return "No Freeze is sent before the plan of its window, under its epoch, is in the journal.";
  }

  @Override
  public void see(Fact fact) {
    if (fact instanceof Fact.Kept kept) {
      for (SessionEvent event : kept.events()) {
        if (event instanceof SessionEvent.WindowOpened opened) {
          planned.put(opened.plan().set(), opened.plan().epoch());
        }
      }
    } else if (fact instanceof Fact.WriterAsked asked
        && asked.request() instanceof WriterInput.Freeze freeze
        && !freeze.stamp().epoch().equals(planned.get(freeze.stamp().set()))) {
      broken("a Freeze of " + freeze.stamp() + " was sent that nobody planned");
    }
  }
}
