package io.lull.protocol.simulation.invariants;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Invariant;
import io.lull.protocol.writer.WriterStep;
import java.util.Map;
import java.util.TreeMap;

/** One slot, one set; and never back to an older one. */
public final class AtMostOneCreationPerHost implements Invariant {
  private final Map<HostId, Creation> newest = new TreeMap<>();

  private record Creation(SlotEpoch slot, SetId set) {}

  @Override
  public String promise() {
    return "On one host no step that moves a creation towards its copies begins under an older slot"
        + " than the newest seen there, nor for a second set under the same one.";
  }

  @Override
  public void see(Fact fact) {
    switch (fact) {
      case Fact.HandlerBegan began -> {
        if (began.step() == WriterStep.PREPARE_FOR_SNAPSHOT || began.step() == WriterStep.FREEZE) {
          moved(began.writer().host(), began.stamp().slot(), began.set());
        }
      }
      case Fact.StepBegan began -> {
        if (began.step().compareTo(ProviderStep.COMMIT) <= 0) {
          moved(began.provider().host(), began.slot(), began.set());
        }
      }
      default -> {}
    }
  }

  private void moved(HostId host, SlotEpoch slot, SetId set) {
    Creation known = newest.get(host);
    if (known == null || known.slot().isBefore(slot)) {
      newest.put(host, new Creation(slot, set));
    } else if (!known.equals(new Creation(slot, set))) {
      broken(host + " works on " + set + " under slot " + slot + " although it has seen " + known);
    }
  }
}
