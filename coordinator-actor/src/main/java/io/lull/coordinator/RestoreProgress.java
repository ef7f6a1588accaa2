package io.lull.coordinator;

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
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * A restore as its events tell it, as far as they have been read.
 *
 * @param version the number of the last event; 0 if there was none
 * @param began when the first event was written
 * @param changed when the last one was
 */
record RestoreProgress(Restore restore, long version, Instant began, Instant changed)
    implements Recounted<RestoreProgress, RestoreView> {
  static final Comparator<RestoreView> ORDER =
      History.latestFirst(RestoreView::began, RestoreView::session);

  private static final RestoreMachine MACHINE = new RestoreMachine();

  /** Of which nothing has been read yet. */
  static RestoreProgress none(SessionId id) {
    return new RestoreProgress(Restore.unused(id), 0, Instant.EPOCH, Instant.EPOCH);
  }

  @Override
  public RestoreProgress after(Entry entry) {
    return new RestoreProgress(
        MACHINE.apply(restore, (RestoreEvent) entry.event()),
        entry.sequence(),
        version == 0 ? entry.writtenAt() : began,
        entry.writtenAt());
  }

  @Override
  public boolean isOver() {
    return restore.phase() == RestorePhase.RELEASED;
  }

  @Override
  public boolean hasBegun() {
    return restore.phase() != RestorePhase.NEW;
  }

  @Override
  public RestoreView view() {
    TreeMap<ComponentId, FileRestoreStatus> components = new TreeMap<>();
    restore.choices().forEach((component, choice) -> components.put(component, choice.status()));
    TreeMap<WriterId, Fault> failures = new TreeMap<>();
    note(restore.answers().postRestored(), failures);
    note(restore.answers().preRestored(), failures);
    return new RestoreView(
        restore.session(),
        version,
        restore.phase(),
        isOver(),
        restore.epoch(),
        began,
        changed,
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
