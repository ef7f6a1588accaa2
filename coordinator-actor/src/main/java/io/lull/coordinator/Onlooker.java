package io.lull.coordinator;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.restore.Restore;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.stream.session.StreamSession;
import java.time.Instant;
import java.util.List;

/**
 * Hears how the sessions of this node go, and decides nothing. It is called on the threads of their
 * actors, after what it is told was journaled, so never by a session whose window is open; it must
 * return at once.
 */
public interface Onlooker {
  /** Whoever is not interested. */
  Onlooker NOBODY = new Onlooker() {};

  /** A session lives here from now on; it may have gone far elsewhere, or be new. */
  default void isHere(Session session) {}

  /** These events of a session are durable. */
  default void happened(Session before, Session after, List<SessionEvent> events, Instant at) {}

  /** A session does not live here any more, whether or not it is over. */
  default void isGone(SessionId session) {}

  /** Something of a restore is durable. */
  default void happened(Restore before, Restore after) {}

  /** Something of a stream's session is durable. */
  default void happened(StreamSession before, StreamSession after) {}

  /** All of them, in their order. */
  static Onlooker all(List<Onlooker> onlookers) {
    return new Onlooker() {
      @Override
      public void isHere(Session session) {
        onlookers.forEach(one -> one.isHere(session));
      }

      @Override
      public void happened(Session before, Session after, List<SessionEvent> events, Instant at) {
        onlookers.forEach(one -> one.happened(before, after, events, at));
      }

      @Override
      public void isGone(SessionId session) {
        onlookers.forEach(one -> one.isGone(session));
      }

      @Override
      public void happened(Restore before, Restore after) {
        onlookers.forEach(one -> one.happened(before, after));
      }

      @Override
      public void happened(StreamSession before, StreamSession after) {
        onlookers.forEach(one -> one.happened(before, after));
      }
    };
  }
}
