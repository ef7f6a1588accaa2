package io.lull.protocol.provider;

import io.lull.protocol.certificate.Digest;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.value.Sorted;
import java.util.List;
import java.util.Set;

/** What a provider's machine is given: requests of a coordinator and reports of its own host. */
public sealed interface ProviderInput {
  /** What a coordinator sends about a set; the part of the family that travels between machines. */
  sealed interface ProviderRequest extends ProviderInput {
    Stamp stamp();
  }

  /** Begin to prepare a copy of this volume; comes once for every volume of the set. */
  record BeginPrepare(Stamp stamp, Volume volume) implements ProviderRequest {}

  /** Wait until these volumes are prepared; whatever else was begun of the set is dropped. */
  record EndPrepare(Stamp stamp, Set<Volume> volumes) implements ProviderRequest {
    public EndPrepare {
      volumes = Sorted.set(volumes);
    }
  }

  /** All writers stand still; do the last short work before the commit. */
  record PreCommit(Stamp stamp) implements ProviderRequest {}

  /** Make the copies now; the digest covers the token of every hold. */
  record Commit(Stamp stamp, Digest holds) implements ProviderRequest {}

  /** All providers have committed; tidy up while the writers still stand. */
  record PostCommit(Stamp stamp) implements ProviderRequest {}

  /** The writers run again; make the copies reachable and writable. */
  record PreFinalCommit(Stamp stamp) implements ProviderRequest {}

  /** The writers are done with the copies; make them read-only for good. */
  record PostFinalCommit(Stamp stamp) implements ProviderRequest {}

  /** The set has failed; drop everything of it that is not finished. */
  record AbortSnapshots(Stamp stamp) implements ProviderRequest {}

  /** Delete these copies, in this order, or with an empty list all that there are of the set. */
  record DeleteSnapshots(Stamp stamp, List<SnapshotId> snapshots) implements ProviderRequest {
    public DeleteSnapshots {
      snapshots = List.copyOf(snapshots);
    }
  }

  /** The provider's own work on a step has ended. */
  record StepEnded(SetId set, long call, StepResult result) implements ProviderInput {}

  /** A step has had its time; told by a timer outside the call. */
  record StepOverdue(SetId set, long call) implements ProviderInput {}

  /** Prepared work has waited too long for a creation that never came. */
  record PreparedDue(SetId set, long call) implements ProviderInput {}

  /** Copies of earlier lives were found, by their markers. */
  record CopiesFound(List<Marker> markers) implements ProviderInput {
    public CopiesFound {
      markers = List.copyOf(markers);
    }
  }

  /** The session of a found copy says whether the set lives. */
  record FateTold(SetId set, boolean lives) implements ProviderInput {}
}
