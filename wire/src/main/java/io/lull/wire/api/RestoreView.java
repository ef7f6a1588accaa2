package io.lull.wire.api;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.restore.RestorePhase;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.FileRestoreStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One restore, as far as it is journaled.
 *
 * @param version the number of its last event; what a caller names who wants nothing newer changed
 * @param over whether nothing will happen any more
 * @param set the set that is restored from; empty before the restore is initialized
 * @param components what is restored, and what its requester says became of the files
 * @param failures writers that did not make way, or did not take their files over, and why
 * @param end why it ended without its requester, if it did
 */
public record RestoreView(
    SessionId session,
    long version,
    RestorePhase phase,
    boolean over,
    Epoch epoch,
    Instant began,
    Instant changed,
    Optional<SetId> set,
    Map<ComponentId, FileRestoreStatus> components,
    Map<WriterId, Fault> failures,
    Optional<Fault> end) {
  public RestoreView {
    components = Sorted.map(components);
    failures = Sorted.map(failures);
  }
}
