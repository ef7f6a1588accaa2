package io.lull.coordinator;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Tells somebody things in their order, on a thread of his own: what waits for him, and no more of
 * it than there is room for.
 *
 * <p>Whoever gives something never waits. Things are given by one thread at a time.
 */
final class Teller<T> implements Chronicle.Following {
  private final Consumer<T> listener;
  private final Runnable over;
  // An empty one says that nothing more will come; there is always room for it.
  private final BlockingQueue<Optional<T>> waiting;
  private final AtomicReference<State> state = new AtomicReference<>(State.FOLLOWING);
  private final Thread thread;

  private enum State {
    FOLLOWING,
    ENDED,
    DROPPED,
    CLOSED
  }

  private Teller(String name, int most, Consumer<T> listener, Runnable over) {
    this.listener = listener;
    this.over = over;
    this.waiting = new LinkedBlockingQueue<>(Math.addExact(most, 1));
    this.thread = Thread.ofVirtual().name(name).unstarted(this::tell);
  }

  /**
   * Begins to wait for things to tell.
   *
   * @param most how many may wait
   * @param over heard once, when nothing more will come; not after this was closed
   */
  static <T> Teller<T> of(String name, int most, Consumer<T> listener, Runnable over) {
    Teller<T> teller = new Teller<>(name, most, listener, over);
    teller.thread.start();
    return teller;
  }

  /** How many things can be given now. */
  int room() {
    return waiting.remainingCapacity() - 1;
  }

  boolean isFollowing() {
    return state.get() == State.FOLLOWING;
  }

  /**
   * Gives him one more thing, and says whether he follows on; without room for it he is dropped.
   */
  boolean give(T thing) {
    if (!isFollowing()) {
      return false;
    }
    if (room() <= 0) {
      leave(State.DROPPED);
      return false;
    }
    var _ = waiting.offer(Optional.of(thing));
    return true;
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
      Optional<T> next = waiting.take();
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
