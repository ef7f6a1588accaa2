package io.lull.coordinator;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.WriterId;
import io.lull.wire.api.SessionView;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** The latest sessions that are over; older ones have to be looked up. */
final class Past {
  private static final int CASTS = 64;

  private final Map<SessionId, SessionView> sessions;
  // One backup is much like the one before it, and a thousand names ten thousand times are much.
  private final Map<SortedSet<WriterId>, SortedSet<WriterId>> casts = latest(CASTS);

  Past(int most) {
    this.sessions = latest(most);
  }

  private static <K, V> Map<K, V> latest(int most) {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }

  void add(SessionView session) {
    sessions.put(session.session(), sharing(session));
  }

  void remove(SessionId id) {
    sessions.remove(id);
  }

  Optional<SessionView> session(SessionId id) {
    return Optional.ofNullable(sessions.get(id));
  }

  Collection<SessionView> sessions() {
    return sessions.values();
  }

  private SessionView sharing(SessionView view) {
    SortedSet<WriterId> cast = casts.computeIfAbsent(view.writers(), same -> same);
    return new SessionView(
        view.session(),
        view.version(),
        view.phase(),
        view.over(),
        view.epoch(),
        view.lowest(),
        view.began(),
        view.changed(),
        view.set(),
        view.grade(),
        view.failure(),
        cast,
        view.unconfirmed());
  }
}
