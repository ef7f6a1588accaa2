package io.lull.coordinator;

import io.lull.cluster.config.journal.Journal;
import io.lull.cluster.config.journal.OrderedEvents.Entry;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.restore.Restore;
import io.lull.protocol.restore.RestoreEvent;
import io.lull.protocol.restore.RestoreMachine;
import io.lull.protocol.restore.RestorePhase;
import io.lull.protocol.restore.RestoreTerms;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import io.lull.wire.api.RestoreView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * What became of restores, read from the journal when somebody asks.
 *
 * <p>It waits for the database, so it is not for actor threads.
 */
public final class Restores {
  private static final RestoreMachine MACHINE = new RestoreMachine();

  private Restores() {}

  /** One restore, if anybody has used it. */
  public static Optional<RestoreView> find(ActorSystem<?> system, SessionId id) {
    List<Entry> entries =
        Journal.get(system).events().ofEntity(RestoreActor.persistenceId(id).id());
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    Restore restore = Restore.unused(id);
    for (Entry entry : entries) {
      restore = MACHINE.apply(restore, (RestoreEvent) entry.event());
    }
    return Optional.of(view(restore, entries.getFirst(), entries.getLast()));
  }

  private static RestoreView view(Restore restore, Entry first, Entry last) {
    TreeMap<ComponentId, FileRestoreStatus> components = new TreeMap<>();
    restore.choices().forEach((component, choice) -> components.put(component, choice.status()));
    TreeMap<WriterId, Fault> failures = new TreeMap<>();
    note(restore.answers().postRestored(), failures);
    note(restore.answers().preRestored(), failures);
    return new RestoreView(
        restore.session(),
        last.sequence(),
        restore.phase(),
        restore.phase() == RestorePhase.RELEASED,
        restore.epoch(),
        first.writtenAt(),
        last.writtenAt(),
        restore.terms().map(RestoreTerms::document).map(document -> document.set()),
        components,
        failures,
        restore.end());
  }

  /** What failed first is what counts, so a later round is noted before an earlier one. */
  private static void note(Map<WriterId, HandlerResult> results, Map<WriterId, Fault> failures) {
    results.forEach((writer, result) -> result.failure().ifPresent(f -> failures.put(writer, f)));
  }
}
