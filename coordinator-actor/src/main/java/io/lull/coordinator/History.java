package io.lull.coordinator;

import io.lull.cluster.config.journal.OrderedEvents;
import io.lull.cluster.config.journal.OrderedEvents.Entry;
import io.lull.protocol.id.SessionId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;

/**
 * All restores, or streams, that go on, and the latest that are over; what the chronicle reads of
 * them.
 *
 * @param <P> one of them
 * @param <V> what is shown of it
 */
final class History<P extends Recounted<P, V>, V> {
  private final EntityTypeKey<?> type;
  private final Function<SessionId, P> none;
  private final Comparator<V> order;
  private final Map<SessionId, P> going = new HashMap<>();
  private final Map<SessionId, V> past;

  /**
   * @param none one of which nothing has been read yet
   * @param order in which they are shown
   * @param kept how many that are over it knows
   */
  History(EntityTypeKey<?> type, Function<SessionId, P> none, Comparator<V> order, int kept) {
    this.type = type;
    this.none = none;
    this.order = order;
    this.past =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<SessionId, V> eldest) {
            return size() > kept;
          }
        };
  }

  /**
   * Takes the next event, if it is one of these; says how the one is that it is about, if that has
   * begun.
   *
   * @param events where earlier ones are read again, of one that somebody calls too late
   */
  Optional<P> read(Entry entry, OrderedEvents events) {
    return SessionShell.sessionOf(type, entry.persistenceId())
        .map(
            id -> {
              P now = before(id, entry, events).after(entry);
              keep(id, now);
              return now;
            })
        .filter(Recounted::hasBegun);
  }

  private P before(SessionId id, Entry entry, OrderedEvents events) {
    P open = going.get(id);
    if (open != null || entry.sequence() == 1) {
      return open == null ? none.apply(id) : open;
    }
    return after(id, events.ofEntity(entry.persistenceId(), 0, (int) entry.sequence() - 1));
  }

  private P after(SessionId id, Collection<Entry> entries) {
    P read = none.apply(id);
    for (Entry entry : entries) {
      read = read.after(entry);
    }
    return read;
  }

  private void keep(SessionId id, P read) {
    going.remove(id);
    past.remove(id);
    if (read.isOver()) {
      past.put(id, read.view());
    } else {
      going.put(id, read);
    }
  }

  /** Those that have begun, in their order. */
  List<V> views(int limit, boolean openOnly) {
    return (openOnly ? open() : all()).sorted(order).limit(limit).toList();
  }

  /** All that have begun, in no order. */
  Stream<V> all() {
    return Stream.concat(open(), past.values().stream());
  }

  private Stream<V> open() {
    return going.values().stream().filter(Recounted::hasBegun).map(Recounted::view);
  }

  /**
   * One of them, if it has begun; also one that was over long ago.
   *
   * @param events where it is read again if it is not known any more
   */
  Optional<V> view(SessionId id, OrderedEvents events) {
    if (past.containsKey(id)) {
      return Optional.of(past.get(id));
    }
    P open = going.get(id);
    P known =
        open == null
            ? after(id, events.ofEntity(PersistenceId.of(type.name(), id.name()).id()))
            : open;
    return Optional.of(known).filter(Recounted::hasBegun).map(Recounted::view);
  }

  /** In the order in which they are shown. */
  static <V, K extends Comparable<K>> Comparator<V> latestFirst(
      Function<V, Instant> when, Function<V, K> id) {
    return Comparator.comparing(when).reversed().thenComparing(id);
  }
}
