package io.lull.protocol.provider;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SnapshotId;
import java.util.List;

/** How a provider's own work on a step ended. */
public sealed interface StepResult {
  /** It did what it was asked. */
  record Done() implements StepResult {}

  /** It failed; the whole set fails with it. */
  record Failed(Fault fault) implements StepResult {}

  /** A deletion stopped at its first failure: this many went, this one did not. */
  record DeletionStopped(List<SnapshotId> deleted, SnapshotId failing, Fault fault)
      implements StepResult {
    public DeletionStopped {
      deleted = List.copyOf(deleted);
    }
  }
}
