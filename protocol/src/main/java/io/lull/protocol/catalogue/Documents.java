package io.lull.protocol.catalogue;

import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.document.SavedWriter;
import io.lull.protocol.document.Selection;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.Creation;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.WriterEntry;
import io.lull.protocol.writer.BackupType;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The backup documents of sessions, which a restore starts from. */
public final class Documents {
  private Documents() {}

  /**
   * What the session says of its backup as far as that is complete; none before its set exists.
   *
   * <p>A writer of which nothing was picked has no part in it, also where every writer took part
   * whole: nobody could restore it by its components.
   */
  public static Optional<BackupDocument> of(Session session) {
    return session
        .creation()
        .filter(set -> set.certificate().isPresent())
        .map(set -> document(session, set));
  }

  private static BackupDocument document(Session session, Creation set) {
    TreeMap<WriterId, SavedWriter> writers = new TreeMap<>();
    session
        .roster()
        .writers()
        .forEach(
            (id, entry) -> {
              SortedMap<ComponentId, Optional<Boolean>> picked = picked(session, id);
              if (!picked.isEmpty()) {
                writers.put(id, saved(entry, picked));
              }
            });
    Optional<BackupState> state = session.setup().state();
    return new BackupDocument(
        set.set(),
        state.map(BackupState::type).orElse(BackupType.FULL),
        state.map(BackupState::bootable).orElse(false),
        writers);
  }

  private static SortedMap<ComponentId, Optional<Boolean>> picked(
      Session session, WriterId writer) {
    SortedMap<ComponentId, Optional<Boolean>> picked = new TreeMap<>(session.roster().chosen());
    picked.keySet().removeIf(component -> !component.writer().equals(writer));
    return picked;
  }

  private static SavedWriter saved(
      WriterEntry entry, SortedMap<ComponentId, Optional<Boolean>> picked) {
    TreeSet<ComponentId> explicit = new TreeSet<>(picked.keySet());
    TreeSet<ComponentId> succeeded = new TreeSet<>();
    picked.forEach(
        (component, stored) -> {
          if (stored.orElse(false)) {
            succeeded.add(component);
          }
        });
    SortedSet<ComponentId> mandatory = Selection.mandatory(entry.metadata());
    // Nobody says of a mandatory component whether it was stored, unless he has picked it too: it
    // was if everything was that brought it into the backup.
    if (succeeded.containsAll(explicit)) {
      succeeded.addAll(mandatory);
    }
    explicit.addAll(mandatory);
    succeeded.removeIf(component -> isLost(entry, component));
    return new SavedWriter(entry.metadata(), explicit, succeeded);
  }

  /** Whether some of it is not usable in the copies, whatever was said of it. */
  private static boolean isLost(WriterEntry entry, ComponentId component) {
    return entry.unusable().stream()
        .anyMatch(lost -> lost.equals(component) || component.isAbove(lost));
  }
}
