package io.lull.wire.api;

import java.util.List;

/** The plans of a node, by name. */
public record Plans(List<PlanView> plans) {
  public Plans {
    plans = List.copyOf(plans);
  }
}
