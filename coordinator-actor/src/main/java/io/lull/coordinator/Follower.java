package io.lull.coordinator;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionEvent;
import io.lull.wire.EventLog;
import java.util.function.Consumer;

/** Somebody who follows a session, and how far he has heard of it. */
final class Follower implements Chronicle.Following {
  private final SessionId session;
  private final Teller<EventLog.Entry<SessionEvent>> teller;
  private long last;

  private Follower(SessionId session, long after, Teller<EventLog.Entry<SessionEvent>> teller) {
    this.session = session;
    this.last = after;
    this.teller = teller;
  }

  /**
   * Begins to wait for events.
   *
   * @param most how many may wait for him
   */
  static Follower of(
      SessionId session,
      long after,
      int most,
      Consumer<EventLog.Entry<SessionEvent>> listener,
      Runnable over) {
    return new Follower(
        session, after, Teller.of("lull-follower-of-" + session, most, listener, over));
  }

  SessionId session() {
    return session;
  }

  /** The number of the last event that was given to him. */
  long last() {
    return last;
  }

  /** How many events can be given to him now. */
  int room() {
    return teller.room();
  }

  boolean isFollowing() {
    return teller.isFollowing();
  }

  /** Gives him an event that he has not had; if there is no room for it, he is dropped. */
  void give(EventLog.Entry<SessionEvent> entry) {
    if (entry.sequence() > last && teller.give(entry)) {
      last = entry.sequence();
    }
  }

  /** Nothing more will come; what waits is still told. */
  void end() {
    teller.end();
  }

  @Override
  public void close() {
    teller.close();
  }
}
