package io.lull.acceptance.real;

import io.lull.writer.application.Turnstile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hands that take money out of one purse and put it into another, over and over. In between it is
 * in no purse at all.
 */
final class Market implements AutoCloseable {
  private final List<Purse> purses;
  private final Optional<Turnstile> turnstile;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean over;
  private long moves;
  private Optional<Exception> trouble = Optional.empty();

  /**
   * Opens it.
   *
   * @param turnstile what every move has to pass, or nothing if nobody can stop them
   */
  Market(List<Purse> purses, Optional<Turnstile> turnstile) {
    this.purses = purses;
    this.turnstile = turnstile;
    for (int hand = 0; hand < Purse.HANDS; hand++) {
      int number = hand;
      threads.add(Thread.ofPlatform().name("hand-" + hand).start(() -> run(number)));
    }
  }

  private void run(int number) {
    List<Purse.Hand> hands = new ArrayList<>();
    try {
      for (Purse purse : purses) {
        hands.add(purse.hand(number));
      }
      for (int i = number; !over; i++) {
        Purse.Hand from = hands.get(i % hands.size());
        // Never the same one, and in time every other one.
        Purse.Hand to = hands.get((i + 1 + i / hands.size() % (hands.size() - 1)) % hands.size());
        long amount = i % 97 + 1L;
        if (turnstile.isPresent()) {
          turnstile.get().pass(() -> move(from, to, amount));
        } else {
          move(from, to, amount);
        }
        made(Optional.empty());
      }
      for (Purse.Hand hand : hands) {
        hand.close();
      }
    } catch (Exception failed) {
      made(Optional.of(failed));
    }
  }

  private static boolean move(Purse.Hand from, Purse.Hand to, long amount) throws Exception {
    from.put(-amount);
    to.put(amount);
    return true;
  }

  private synchronized void made(Optional<Exception> wrong) {
    moves++;
    trouble = trouble.or(() -> wrong);
    notifyAll();
  }

  /** Waits until so many more moves were made. */
  synchronized void moves(int more) throws InterruptedException {
    for (long until = moves + more; moves < until && trouble.isEmpty(); ) {
      wait();
    }
    if (trouble.isPresent()) {
      throw new AssertionError("expected money to move", trouble.get());
    }
  }

  @Override
  public void close() {
    over = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
