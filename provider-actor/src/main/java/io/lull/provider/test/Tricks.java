package io.lull.provider.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The tricks that are left to play, and what hangs because of them. */
final class Tricks {
  /** A trick and how often it is still to be played. */
  private static final class Left {
    private final Trick trick;
    private int times;

    Left(Trick trick) {
      this.trick = trick;
      this.times = trick.times();
    }
  }

  private final List<Left> left = new ArrayList<>();
  private long round;
  private int hanging;

  synchronized void add(Trick trick) {
    left.add(new Left(trick));
  }

  /** The trick for a call, which is then played once less often. */
  synchronized Optional<Trick> next(ProviderCall call) {
    for (Iterator<Left> rest = left.iterator(); rest.hasNext(); ) {
      Left next = rest.next();
      if (next.trick.call() == call) {
        next.times--;
        if (next.times == 0) {
          rest.remove();
        }
        return Optional.of(next.trick);
      }
    }
    return Optional.empty();
  }

  synchronized void letGo() {
    round++;
    notifyAll();
  }

  synchronized void awaitHanging() throws InterruptedException {
    while (hanging == 0) {
      wait();
    }
  }

  synchronized void hang(Optional<Duration> time) throws InterruptedException {
    long mine = round;
    long end = System.nanoTime() + time.map(Duration::toNanos).orElse(0L);
    hanging++;
    notifyAll();
    try {
      while (mine == round) {
        long nanos = end - System.nanoTime();
        if (time.isPresent() && nanos <= 0) {
          return;
        }
        wait(time.isPresent() ? nanos / 1_000_000 + 1 : 0);
      }
    } finally {
      hanging--;
    }
  }

  void delay(Optional<Duration> time) {
    try {
      hang(time);
    } catch (InterruptedException enough) {
      // It goes on with its work.
    }
    forgetInterrupt();
  }

  void ignoreInterrupts(Optional<Duration> time) {
    long end = System.nanoTime() + time.map(Duration::toNanos).orElse(0L);
    boolean over = false;
    while (!over) {
      try {
        hang(time.map(_ -> Duration.ofNanos(Math.max(1, end - System.nanoTime()))));
        over = true;
      } catch (InterruptedException unheard) {
        // As native code that nobody can interrupt.
      }
    }
    forgetInterrupt();
  }

  /** One that comes when the time is just over must not spoil the work that is done now. */
  private static void forgetInterrupt() {
    Thread.interrupted();
  }
}
