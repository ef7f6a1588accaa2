package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.StreamKind;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What lies in a directory under a manifest: what was read whole, and nothing else.
 *
 * @param basis the backup that an incremental one goes on from
 * @param continued whether others may build on it
 */
record Backup(
    SessionId session,
    InstanceId instance,
    StreamKind kind,
    Optional<SessionId> basis,
    SortedSet<DatabaseId> databases,
    SortedSet<Long> logs,
    boolean continued) {
  long high() {
    return logs.last();
  }
}
