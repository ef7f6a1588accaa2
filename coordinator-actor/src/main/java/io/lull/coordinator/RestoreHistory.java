package io.lull.coordinator;

import io.lull.cluster.config.journal.OrderedEvents;
import io.lull.cluster.config.journal.OrderedEvents.Entry;
import io.lull.protocol.id.SessionId;
import io.lull.wire.api.RestoreView;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All restores that go on, and the latest that are over; what the chronicle reads of them. */
final class RestoreHistory {
  private final Map<SessionId, RestoreProgress> going = new HashMap<>();
  private final Map<SessionId, RestoreView> past;

  /**
   * @param kept how many that are over it knows
   */
  RestoreHistory(int kept) {
    this.past =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<SessionId, RestoreView> eldest) {
            return size() > kept;
          }
        };
  }

  /**
   * Takes the next event, if it is one of a restore.
   *
   * @param events where earlier ones are read again, of a restore that somebody calls too late
   */
  void read(Entry entry, OrderedEvents events) {
    RestoreActor.sessionOf(entry.persistenceId())
        .ifPresent(id -> keep(id, before(id, entry, events).after(entry)));
  }

  private RestoreProgress before(SessionId id, Entry entry, OrderedEvents events) {
    RestoreProgress open = going.get(id);
    if (open != null || entry.sequence() == 1) {
      return open == null ? RestoreProgress.none(id) : open;
    }
    int earlier = Math.toIntExact(entry.sequence() - 1);
    return RestoreProgress.none(id).after(events.ofEntity(entry.persistenceId(), 0, earlier));
  }

  private void keep(SessionId id, RestoreProgress progress) {
    going.remove(id);
    past.remove(id);
    if (progress.isOver()) {
      past.put(id, progress.view());
    } else {
      going.put(id, progress);
    }
  }

  /** Those that have begun, the one that began last first. */
  List<RestoreView> views(int limit, boolean openOnly) {
    return Stream.concat(
            going.values().stream().filter(RestoreProgress::hasBegun).map(RestoreProgress::view),
            openOnly ? Stream.empty() : past.values().stream())
        .sorted(
            Comparator.comparing(RestoreView::began).reversed().thenComparing(RestoreView::session))
        .limit(limit)
        .toList();
  }
}
