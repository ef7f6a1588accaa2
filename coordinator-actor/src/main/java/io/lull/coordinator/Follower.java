package io.lull.coordinator;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionEvent;
import io.lull.wire.EventLog;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Somebody who follows a session: what waits for him, and the thread that tells him.
 *
 * <p>Whoever gives him an event never waits for him. Events are given by one thread at a time.
 */
final class Follower implements Chronicle.Following {
  private final SessionId session;
  private final Consumer<EventLog.Entry<SessionEvent>> listener;
  private final Runnable over;
  // An empty one says that nothing more will come; there is always room for it.
  private final BlockingQueue<Optional<EventLog.Entry<SessionEvent>>> waiting;
  private final AtomicReference<State> state = new AtomicReference<>(State.FOLLOWING);
  private final Thread thread;
  private long last;

  private enum State {
    FOLLOWING,
    ENDED,
    DROPPED,
    CLOSED
  }

  private Follower(
      SessionId session,
      long after,
      int most,
      Consumer<EventLog.Entry<SessionEvent>> listener,
      Runnable over) {
    this.session = session;
    this.last = after;
    this.listener = listener;
    this.over = over;
    this.waiting = new LinkedBlockingQueue<>(Math.addExact(most, 1));
    this.thread = Thread.ofVirtual().name("lull-follower-of-" + session).unstarted(this::tell);
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
    Follower follower = new Follower(session, after, most, listener, over);
    follower.thread.start();
    return follower;
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
    return waiting.remainingCapacity() - 1;
  }

  boolean isFollowing() {
    return state.get() == State.FOLLOWING;
  }

  /** Gives him an event that he has not had; if there is no room for it, he is dropped. */
  void give(EventLog.Entry<SessionEvent> entry) {
    if (entry.sequence() <= last || !isFollowing()) {
      return;
    }
    if (room() <= 0) {
      leave(State.DROPPED);
      return;
    }
    last = entry.sequence();
    var _ = waiting.offer(Optional.of(entry));
  }

  /** Nothing more will come; what waits is still told. */
  void end() {
    if (state.compareAndSet(State.FOLLOWING, State.ENDED)) {
      var _ = waiting.offer(Optional.empty());
    }
  }

  @Override
  public void close() {
    leave(State.CLOSED);
  }

  private void leave(State to) {
    State before = state.getAndUpdate(was -> was == State.DROPPED ? was : to);
    if (before != to) {
      thread.interrupt();
    }
  }

  private void tell() {
    try {
      Optional<EventLog.Entry<SessionEvent>> next = waiting.take();
      while (next.isPresent() && wants()) {
        listener.accept(next.get());
        next = waiting.take();
      }
    } catch (InterruptedException left) {
      // He was dropped or has closed; nothing is told any more.
    } catch (RuntimeException deaf) {
      leave(State.DROPPED);
    }
    // What comes is not about the thread any more.
    var _ = Thread.interrupted();
    if (state.get() != State.CLOSED) {
      over.run();
    }
  }

  private boolean wants() {
    State now = state.get();
    return now == State.FOLLOWING || now == State.ENDED;
  }
}
