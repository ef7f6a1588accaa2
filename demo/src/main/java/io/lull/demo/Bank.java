package io.lull.demo;

import io.lull.writer.application.Turnstile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An application that moves money between stores that know nothing of each other. In the middle of
 * a move the money is in neither, so that a copy has all of it only if it was made in between.
 */
final class Bank implements AutoCloseable {
  private static final long LONGEST_NANOS = 60_000_000_000L;

  /** It is a bank and no benchmark: what it leaves of the machine is for those who back it up. */
  private static final long BETWEEN_MOVES_MILLIS = 5;

  private final List<Store> stores;
  private final Turnstile turnstile;
  private final List<Thread> hands = new ArrayList<>();
  private volatile boolean closing;
  private Optional<Exception> trouble = Optional.empty();
  private long moves;

  /**
   * Opens it.
   *
   * @param turnstile what every move passes, so that a backup can have the bank stand still
   */
  Bank(List<Store> stores, Turnstile turnstile) {
    this.stores = List.copyOf(stores);
    this.turnstile = turnstile;
    for (int hand = 0; hand < Store.HANDS; hand++) {
      int number = hand;
      hands.add(Thread.ofPlatform().daemon().name("hand-" + hand).start(() -> run(number)));
    }
  }

  List<Store> stores() {
    return stores;
  }

  private void run(int hand) {
    try {
      for (int i = hand; !closing; i++) {
        Store from = stores.get(i % stores.size());
        // Never the same one, and in time every other one.
        int step = 1 + i / stores.size() % (stores.size() - 1);
        Store to = stores.get((i + step) % stores.size());
        long amount = i % 97 + 1L;
        turnstile.pass(() -> move(hand, from, to, amount));
        moved();
        TimeUnit.MILLISECONDS.sleep(BETWEEN_MOVES_MILLIS);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (Exception failed) {
      fail(failed);
    }
  }

  private static boolean move(int hand, Store from, Store to, long amount) throws Exception {
    from.put(hand, -amount);
    to.put(hand, amount);
    return true;
  }

  private synchronized void moved() {
    moves++;
    notifyAll();
  }

  private synchronized void fail(Exception failed) {
    trouble = trouble.or(() -> Optional.of(failed));
    notifyAll();
  }

  /** How many moves were made. */
  synchronized long moves() {
    return moves;
  }

  /** Waits until so many more moves were made; nothing may keep the bank from that for long. */
  synchronized void await(int more) throws InterruptedException {
    long end = System.nanoTime() + LONGEST_NANOS;
    for (long until = moves + more; moves < until; ) {
      if (trouble.isPresent()) {
        throw new IllegalStateException("expected money to move, but it does not", trouble.get());
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new IllegalStateException("expected money to move within a minute, but it does not");
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** What is missing in these copies, one for each store; nobody can have put in any. */
  long missing(Map<Store, Path> copies) throws Exception {
    long sum = 0;
    for (Map.Entry<Store, Path> copy : copies.entrySet()) {
      sum += copy.getKey().count(copy.getValue());
    }
    return -sum;
  }

  @Override
  public void close() throws SQLException {
    closing = true;
    for (Thread hand : hands) {
      hand.interrupt();
    }
    try {
      for (Thread hand : hands) {
        hand.join();
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    for (Store store : stores) {
      if (store instanceof SqliteStore open) {
        open.close();
      }
    }
  }
}
