package io.lull.writer.stream;

import io.lull.writer.HandlerThreads;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The one thread that works for an instance.
 *
 * <p>Only the actor calls it. A thread that does not come back is left behind, and the next work
 * begins on a new one.
 */
final class Lane {
  private final String name;
  private final HandlerThreads threads;
  private Optional<Strand> strand = Optional.empty();

  Lane(String name, HandlerThreads threads) {
    this.name = name;
    this.threads = threads;
  }

  /** One thread, until it is left behind or dismissed. */
  private static final class Strand implements Runnable {
    /** Nothing more comes after an empty one. */
    private final LinkedBlockingQueue<Optional<Runnable>> work = new LinkedBlockingQueue<>();

    private Optional<HandlerThreads.Running> running = Optional.empty();

    @Override
    public void run() {
      for (Optional<Runnable> next = next(); next.isPresent(); next = next()) {
        next.get().run();
        // Whoever wanted to interrupt that work is too late, and must not meet the next.
        var _ = Thread.interrupted();
      }
    }

    private Optional<Runnable> next() {
      while (true) {
        try {
          return work.take();
        } catch (InterruptedException meantForWorkThatIsDone) {
          // What comes next was not meant.
        }
      }
    }
  }

  /** Has the work done; throws if there is no thread to be had. */
  void run(Runnable work) {
    if (strand.isEmpty()) {
      Strand fresh = new Strand();
      fresh.running = Optional.of(threads.start(name, fresh));
      strand = Optional.of(fresh);
    }
    strand.get().work.add(Optional.of(work));
  }

  /**
   * Waits for what runs no longer.
   *
   * @return what interrupts it
   */
  Runnable leaveBehind() {
    Optional<HandlerThreads.Running> hanging = strand.flatMap(there -> there.running);
    dismiss();
    return () -> hanging.ifPresent(HandlerThreads.Running::interrupt);
  }

  /** The thread ends with the work that it has; the next work begins another. */
  void dismiss() {
    strand.ifPresent(there -> there.work.add(Optional.empty()));
    strand = Optional.empty();
  }
}
