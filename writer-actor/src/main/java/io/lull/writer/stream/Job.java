package io.lull.writer.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.writer.source.SourceException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * One piece of work for an instance, which the actor gives away and hears of once: when it has
 * ended, or when its limit is over.
 *
 * @param <T> what it brings
 */
final class Job<T> {
  private final String what;
  private final Duration limit;
  private final Callable<T> work;
  private final Consumer<? super T> late;
  private final Consumer<Outcome<T>> then;
  private Optional<Outcome<T>> outcome = Optional.empty();
  private boolean returned;

  /** What came of it: one of both is there. */
  record Outcome<T>(Optional<T> brought, Optional<Fault> fault) {
    static <T> Outcome<T> of(T value) {
      return new Outcome<>(Optional.of(value), Optional.empty());
    }

    static <T> Outcome<T> failed(Fault fault) {
      return new Outcome<>(Optional.empty(), Optional.of(fault));
    }
  }

  /**
   * Work to be done.
   *
   * @param what what is done to what, for a reader of a fault
   * @param late what becomes of a result that nobody waits for any more
   * @param then told of the end, by whoever calls {@link #tell}
   */
  Job(
      String what,
      Duration limit,
      Callable<T> work,
      Consumer<? super T> late,
      Consumer<Outcome<T>> then) {
    this.what = what;
    this.limit = limit;
    this.work = work;
    this.late = late;
    this.then = then;
  }

  Duration limit() {
    return limit;
  }

  /** Does the work, on the thread of the caller; what it brings too late goes here. */
  void run() {
    T value;
    try {
      value = work.call();
    } catch (Throwable thrown) {
      returned();
      end(Outcome.failed(fault(thrown)));
      return;
    }
    returned();
    if (value == null) {
      end(Outcome.failed(failed("it answered nothing; report this to the author of the source")));
    } else if (!end(Outcome.of(value))) {
      try {
        late.accept(value);
      } catch (RuntimeException | LinkageError nobodyCares) {
        // What it was needed for was given up before.
      }
    }
  }

  /** From here on the thread cleans up after the work, and is not to be disturbed. */
  private synchronized void returned() {
    returned = true;
    var _ = Thread.interrupted();
  }

  /** Interrupts the work by this, unless it has returned. */
  synchronized void interrupt(Runnable by) {
    if (!returned) {
      by.run();
    }
  }

  /** It was not begun, for this reason. */
  void fail(Throwable thrown) {
    end(Outcome.failed(fault(thrown)));
  }

  /** Waits for it no longer; false if it has ended before. */
  boolean giveUp() {
    return end(
        Outcome.failed(
            Fault.expected(
                Failure.SOURCE_TIMEOUT,
                what + " within " + limit.toMillis() + " ms",
                "it did not come back")));
  }

  /** Tells what came of it. */
  void tell() {
    then.accept(outcome().orElseThrow());
  }

  private synchronized Optional<Outcome<T>> outcome() {
    return outcome;
  }

  /** The first end stands. */
  private synchronized boolean end(Outcome<T> ended) {
    if (outcome.isPresent()) {
      return false;
    }
    outcome = Optional.of(ended);
    return true;
  }

  private Fault fault(Throwable thrown) {
    return switch (thrown) {
      case SourceException known ->
          Fault.of(known.fault().failure(), what + ": " + known.fault().detail());
      case InterruptedException interrupted -> failed("it was interrupted and gave up");
      default -> failed("it threw " + text(thrown));
    };
  }

  private Fault failed(String but) {
    return Fault.expected(Failure.SOURCE_FAILED, what, but);
  }

  private static String text(Throwable thrown) {
    String message = thrown.getMessage();
    return thrown.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
  }

  @Override
  public String toString() {
    return what;
  }
}
