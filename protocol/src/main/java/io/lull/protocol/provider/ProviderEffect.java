package io.lull.protocol.provider;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.time.Uptime;
import java.util.List;

/**
 * What a provider's machine wants done on its host.
 *
 * <p>Work carries a number: the same number again is the same work and is not begun twice. Every
 * work ends with StepEnded, or with StepOverdue from a timer that stands outside of it.
 */
public sealed interface ProviderEffect {
  /**
   * Do the provider's own work on a step.
   *
   * @param markers the copies that the step is about, each with what its marker is to say when the
   *     step has succeeded; the marker is kept with the copy, by the step itself
   * @param writable whether the copies are open for writing after the step; only after
   *     PreFinalCommit they are
   */
  record RunStep(
      SetId set, long call, ProviderStep step, List<Marker> markers, boolean writable, Uptime until)
      implements ProviderEffect {
    public RunStep {
      markers = List.copyOf(markers);
    }
  }

  /**
   * Delete these copies in this order and stop at the first that fails; one that is gone is done.
   */
  record DeleteCopies(SetId set, long call, List<SnapshotId> snapshots, Uptime until)
      implements ProviderEffect {
    public DeleteCopies {
      snapshots = List.copyOf(snapshots);
    }
  }

  /**
   * From the given time on, stop what still works for these copies and remove all that is there of
   * them, prepared or made; one that fails does not keep the others.
   */
  record DiscardCopies(SetId set, long call, List<SnapshotId> snapshots, Uptime from, Uptime until)
      implements ProviderEffect {
    public DiscardCopies {
      snapshots = List.copyOf(snapshots);
    }
  }

  /** Tell PreparedDue at this time. */
  record ArmPrepared(SetId set, long call, Uptime at) implements ProviderEffect {}

  /** Ask the session whether a set of it lives; ask again until FateTold comes. */
  record AskFate(SessionId session, SetId set) implements ProviderEffect {}

  /** Put this into the provider's log, but not before nothing on the host is frozen. */
  record NoteFault(SetId set, ProviderStep step, Fault fault) implements ProviderEffect {}
}
