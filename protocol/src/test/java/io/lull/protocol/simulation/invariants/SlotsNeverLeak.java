package io.lull.protocol.simulation.invariants;

import io.lull.protocol.id.HostId;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.simulation.Invariant;
import io.lull.protocol.simulation.World;
import io.lull.protocol.slot.Slot;

/** A creation that is over holds nobody up. */
public final class SlotsNeverLeak implements Invariant {
  @Override
  public String promise() {
    return "At rest no creation slot is held by a session whose creation is over.";
  }

  @Override
  public void checkAtRest(World world) {
    for (HostId host : world.hostIds()) {
      Slot.Holding holding = world.journaledSlot(host).holding().orElse(null);
      if (holding != null) {
        Session session = world.journaled(holding.session());
        if (session.phase().compareTo(SessionPhase.SNAPSHOT_CREATED) >= 0
            || session.phase() == SessionPhase.NEW) {
          broken("the slot of " + host + " is held by " + session.id() + ", " + session.phase());
        }
      }
    }
  }
}
