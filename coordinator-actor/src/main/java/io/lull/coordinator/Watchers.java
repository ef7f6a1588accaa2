package io.lull.coordinator;

import io.lull.cluster.config.journal.OrderedEvents.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Whoever is told of all that changes; many events of one entity are one change. */
final class Watchers {
  private final List<Teller<Change>> all = new ArrayList<>();
  // Only while somebody watches.
  private final Map<String, Supplier<Change>> changed = new LinkedHashMap<>();

  boolean isEmpty() {
    return all.isEmpty();
  }

  void add(Teller<Change> watcher) {
    all.add(watcher);
  }

  /** Notes that what this entry is about is as this says, once it is told. */
  void note(Entry entry, Supplier<Change> now) {
    if (!all.isEmpty()) {
      changed.put(entry.persistenceId(), now);
    }
  }

  /** Tells of everything that was noted, and forgets who does not follow any more. */
  void tell() {
    for (Supplier<Change> each : changed.values()) {
      Change change = each.get();
      all.forEach(watcher -> watcher.give(change));
    }
    changed.clear();
    all.removeIf(watcher -> !watcher.isFollowing());
  }

  void end() {
    all.forEach(Teller::end);
  }
}
