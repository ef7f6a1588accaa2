package io.lull.provider.tool;

import io.lull.protocol.id.SnapshotId;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * Whose turn it is to work for copies. A removal that did not wait for the end of a step would
 * forget a copy that the step is still going to make.
 */
final class Turns {
  private final Set<SnapshotId> taken = new HashSet<>();

  /** Waits until nobody works for any of these copies. */
  synchronized void take(Set<SnapshotId> copies) throws InterruptedException {
    while (!Collections.disjoint(taken, copies)) {
      wait();
    }
    taken.addAll(copies);
  }

  synchronized void end(Set<SnapshotId> copies) {
    taken.removeAll(copies);
    notifyAll();
  }
}
