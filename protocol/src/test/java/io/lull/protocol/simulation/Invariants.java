package io.lull.protocol.simulation;

import java.util.List;

/** All that is promised, freshly made for one run. */
final class Invariants {
  private Invariants() {}

  static List<Invariant> all() {
    return List.of();
  }
}
