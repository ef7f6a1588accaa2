package io.lull.protocol.session;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Volume;
import java.util.ArrayList;
import java.util.List;

/** A component or volume on its way into the set; it may need the slot of a further host. */
public sealed interface Admission {
  HostId host();

  /** A component, which needs nothing but the slot. */
  record OfComponent(ComponentId component) implements Admission {
    @Override
    public HostId host() {
      return component.writer().host();
    }
  }

  /**
   * A volume, which then needs a provider.
   *
   * @param candidates the providers left to ask, best first; the first one is being asked
   * @param named whether the requester named the provider, so that no other will do
   * @param declined the providers that were asked before, in this order
   */
  record OfVolume(Volume volume, List<Candidate> candidates, boolean named, List<Declined> declined)
      implements Admission {
    public OfVolume {
      candidates = List.copyOf(candidates);
      declined = List.copyOf(declined);
    }

    @Override
    public HostId host() {
      return volume.host();
    }

    /** The provider that was asked will not do, so the next one is asked, if there is one. */
    OfVolume without(Fault fault) {
      List<Declined> more = new ArrayList<>(declined);
      more.add(new Declined(candidates.getFirst().provider(), fault));
      return new OfVolume(volume, candidates.subList(1, candidates.size()), named, more);
    }
  }
}
