package io.lull.wire.api;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.session.StreamSessionPhase;
import io.lull.protocol.value.Sorted;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;

/**
 * One stream, as far as it is journaled.
 *
 * @param version the number of its last event
 * @param over whether nothing will happen any more
 * @param files how many files were read from their beginning to their end
 * @param lost databases that could not be read
 * @param logs those that make it complete, once they are known
 * @param stopped why it was stopped, if it was
 * @param outcome how its host says that it ended
 * @param stored whether its target has everything: only then it is a backup
 * @param buildsOn the backup that it continues, if it is an incremental one
 * @param fault why nothing came of it, where its host has not said so itself
 */
public record StreamView(
    SessionId session,
    long version,
    StreamSessionPhase phase,
    boolean over,
    HostId host,
    InstanceId instance,
    StreamKind kind,
    Instant began,
    Instant changed,
    int files,
    SortedSet<DatabaseId> lost,
    Optional<Logs> logs,
    Optional<Failure> stopped,
    Optional<StreamOutcome> outcome,
    boolean stored,
    Optional<SessionId> buildsOn,
    Optional<Fault> fault) {
  public StreamView {
    lost = Sorted.set(lost);
  }

  /** The same, of which is known what it continues. */
  public StreamView on(SessionId earlier) {
    return new StreamView(
        session,
        version,
        phase,
        over,
        host,
        instance,
        kind,
        began,
        changed,
        files,
        lost,
        logs,
        stopped,
        outcome,
        stored,
        Optional.of(earlier),
        fault);
  }
}
