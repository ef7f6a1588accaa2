package io.lull.provider.tree;

import io.lull.kernel.Identity;
import io.lull.protocol.id.SnapshotId;
import io.lull.provider.tree.TreePass.Tree;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one life of a provider knows of a copy that it makes. Steps and the removal take turns by
 * its lock; a removal tells the step to stop first.
 */
public final class Work {
  private final SnapshotId snapshot;
  final ReentrantLock lock = new ReentrantLock();
  final Stop stop = new Stop();
  final Identity source;
  final Set<FileKey> excluded;
  Tree seen = Tree.nothing();
  Optional<Trust> trust = Optional.empty();
  long committed;
  private Duration estimate = Duration.ZERO;

  Work(SnapshotId snapshot, Identity source, Set<FileKey> excluded) {
    this.snapshot = snapshot;
    this.source = source;
    this.excluded = Set.copyOf(excluded);
  }

  SnapshotId snapshot() {
    return snapshot;
  }

  /** How long Commit will take for it. */
  Duration estimate() {
    return estimate;
  }

  /** Sets the estimate from what a rehearsal took; the real one may meet a busier machine. */
  void rehearsed(long nanos) {
    estimate = Duration.ofNanos(nanos + nanos / 2);
  }
}
