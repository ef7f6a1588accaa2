package io.lull.coordinator;

import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionPhase;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which sessions have a window in the keeper of this node.
 *
 * <p>A session that has just been recovered reads it to learn whether its window still stands or
 * has reported here, which is worth more than starting over.
 */
final class Windows {
  private final Map<SessionId, Epoch> open = new ConcurrentHashMap<>();

  void kept(SessionId session, Epoch epoch) {
    open.put(session, epoch);
  }

  void forgotten(SessionId session) {
    open.remove(session);
  }

  /** Whether the window that this session believes open is kept on this node. */
  boolean haveThatOf(Session session) {
    return session.phase() == SessionPhase.WINDOW_OPEN
        && session.epoch().equals(open.get(session.id()));
  }
}
