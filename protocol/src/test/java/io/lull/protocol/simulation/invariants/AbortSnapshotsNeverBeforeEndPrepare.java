package io.lull.protocol.simulation.invariants;

import io.lull.protocol.id.SetId;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Invariant;
import java.util.Set;
import java.util.TreeSet;

/** Providers never hear of a creation that failed before they were asked to prepare it. */
public final class AbortSnapshotsNeverBeforeEndPrepare implements Invariant {
  private final Set<SetId> ending = new TreeSet<>();

  @Override
  public String promise() {
    return "No provider is sent AbortSnapshots for a set before it is durable that the providers"
        + " are asked for EndPrepare.";
  }

  @Override
  public void see(Fact fact) {
    if (fact instanceof Fact.Kept kept) {
      for (SessionEvent event : kept.events()) {
        if (event instanceof SessionEvent.RoundBegan round
            && round.phase() == SessionPhase.ENDING_PREPARE) {
          kept.after().creation().ifPresent(creation -> ending.add(creation.set()));
        }
      }
    } else if (fact instanceof Fact.ProviderAsked asked
        && asked.request() instanceof ProviderInput.AbortSnapshots abort
        && !ending.contains(abort.stamp().set())) {
      broken(asked.provider() + " was told to abort " + abort.stamp().set() + " too early");
    }
  }
}
