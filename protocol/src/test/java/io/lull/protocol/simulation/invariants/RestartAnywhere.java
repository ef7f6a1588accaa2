package io.lull.protocol.simulation.invariants;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.Session;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Invariant;
import io.lull.protocol.simulation.World;
import java.util.ArrayList;
import java.util.List;

/** R4: the journal is all that a coordinator needs. */
public final class RestartAnywhere implements Invariant.OfEveryStep {
  // What is compared is large, and a difference stays.
  private static final int EVERY = 16;

  private final List<Session> fresh = new ArrayList<>();
  private int writes;

  @Override
  public String promise() {
    return "A session's journal, replayed from its beginning, gives the state that was live.";
  }

  @Override
  public void see(Fact fact) {
    if (fact instanceof Fact.Kept kept && ++writes % EVERY == 0) {
      fresh.add(kept.after());
    }
  }

  @Override
  public void check(World world) {
    for (Session live : fresh) {
      SessionId id = live.id();
      if (!world.journaled(id).equals(live)) {
        broken("the journal of " + id + " gives another state than was live in " + live.phase());
      }
    }
    fresh.clear();
  }

  @Override
  public void checkAtRest(World world) {
    for (SessionId id : world.sessionIds()) {
      if (!world.replayed(id).equals(world.journaled(id))) {
        broken("the journal of " + id + " gives another state than its events gave one by one");
      }
    }
  }
}
