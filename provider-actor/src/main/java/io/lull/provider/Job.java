package io.lull.provider;

import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.provider.StepResult;
import java.util.Collections;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One piece of a provider's own work; each is itself and equals no other, whatever its number.
 *
 * <p>After a restart of the actor numbers are used again, and work of the life before may still end
 * under one of them.
 */
final class Job {
  private final String name;
  private final SetId set;
  private final long call;
  private final Set<SnapshotId> about;
  private final boolean removes;
  private final Supplier<StepResult> work;

  /**
   * @param about the copies that it works for
   * @param removes whether it takes copies away; of such work there is one at a time for a copy
   */
  Job(
      String name,
      SetId set,
      long call,
      Set<SnapshotId> about,
      boolean removes,
      Supplier<StepResult> work) {
    this.name = name;
    this.set = set;
    this.call = call;
    this.about = Set.copyOf(about);
    this.removes = removes;
    this.work = work;
  }

  SetId set() {
    return set;
  }

  long call() {
    return call;
  }

  boolean removes() {
    return removes;
  }

  boolean isAboutAnyOf(Set<SnapshotId> snapshots) {
    return !Collections.disjoint(about, snapshots);
  }

  /** Whether it has to wait until the other has ended. */
  boolean isKeptBy(Job other) {
    return removes && other.removes && isAboutAnyOf(other.about);
  }

  StepResult run() {
    return work.get();
  }

  @Override
  public String toString() {
    return name;
  }
}
