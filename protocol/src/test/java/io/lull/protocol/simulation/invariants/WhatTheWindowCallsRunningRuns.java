package io.lull.protocol.simulation.invariants;

import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.simulation.Application;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Invariant;
import io.lull.protocol.simulation.World;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** R2: a report may not know, but it must not be wrong. */
public final class WhatTheWindowCallsRunningRuns implements Invariant.OfEveryStep {
  private final Map<SetId, Set<WriterId>> reported = new TreeMap<>();

  @Override
  public String promise() {
    return "Once a window has reported, no writer stands still for its set but those that the"
        + " report calls unconfirmed.";
  }

  @Override
  public void see(Fact fact) {
    if (fact instanceof Fact.WindowEnded ended) {
      reported.put(ended.report().set(), ended.report().unconfirmed());
    }
  }

  @Override
  public void check(World world) {
    for (Application application : world.applications()) {
      Application.Hold hold = application.standing().orElse(null);
      if (hold != null
          && reported.containsKey(hold.set())
          && !reported.get(hold.set()).contains(application.writer())) {
        broken(application.writer() + " stands still for " + hold.set() + " and nobody knows");
      }
    }
  }
}
