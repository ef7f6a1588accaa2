package io.lull.wire.api;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.BackupType;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A whole backup that a node runs by itself; its set stays until it is deleted.
 *
 * @param plan the plan of the node's settings to run; what is said beside it replaces what it says
 * @param writers only components of these, or of all writers if none is named
 * @param components only these, or all selectable ones if none is named
 * @param volumes volumes that no component needs
 * @param provider who must copy all of it, or none to let the best one do it
 */
public record BackupOrder(
    Optional<String> plan,
    SortedSet<WriterId> writers,
    SortedSet<ComponentId> components,
    SortedSet<Volume> volumes,
    Optional<SessionContext> context,
    Optional<BackupType> type,
    Optional<Grade> lowest,
    Optional<ProviderId> provider) {
  public BackupOrder {
    writers = Sorted.set(writers);
    components = Sorted.set(components);
    volumes = Sorted.set(volumes);
  }

  /** One that says nothing but its plan, or nothing at all. */
  public static BackupOrder of(Optional<String> plan) {
    return new BackupOrder(
        plan,
        Sorted.set(List.of()),
        Sorted.set(List.of()),
        Sorted.set(List.of()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
