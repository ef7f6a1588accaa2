package io.lull.protocol.simulation.invariants;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.session.Creation;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.simulation.Disk;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Invariant;
import io.lull.protocol.simulation.World;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whoever relies on a pin wants the copies, not the word; so they are looked for where they lie.
 */
public final class APinnedSetKeepsItsCopies implements Invariant.OfEveryStep {
  private final Map<SessionId, List<SnapshotId>> pinned = new TreeMap<>();

  @Override
  public String promise() {
    return "Once it is durable that a set is pinned, every copy that it has then is on its disk,"
        + " until it is durable that it is unpinned.";
  }

  @Override
  public void see(Fact fact) {
    if (fact instanceof Fact.Kept kept && kept.isDone()) {
      Session session = kept.after();
      if (kept.input() instanceof SessionInput.PinSet) {
        session.creation().ifPresent(set -> pinned.putIfAbsent(session.id(), copies(set)));
      } else if (kept.input() instanceof SessionInput.UnpinSet) {
        pinned.remove(session.id());
      }
    }
  }

  @Override
  public void check(World world) {
    for (List<SnapshotId> copies : pinned.values()) {
      for (SnapshotId copy : copies) {
        if (world.disk().copy(copy).filter(Disk.Copy::isMade).isEmpty()) {
          broken("copy " + copy + " of a pinned set is gone");
        }
      }
    }
  }

  private static List<SnapshotId> copies(Creation set) {
    return set.members().keySet().stream()
        .map(volume -> new SnapshotId(set.set(), volume))
        .toList();
  }
}
