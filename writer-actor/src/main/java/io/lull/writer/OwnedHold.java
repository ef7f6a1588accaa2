package io.lull.writer;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.writer.spi.Hold;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One hold, from before its freeze handler is called until it is over.
 *
 * <p>Whoever wants it to end, and whenever: the hold is asked to end by one thread at a time, and
 * everybody who asked meanwhile hears of it. It waits for nobody and holds no lock while it calls.
 */
final class OwnedHold {
  /** Who ends a hold: a release has the number of its call, and no call has this one. */
  static final long LEASE = 0;

  private static final Optional<HoldEnd> NOTHING = Optional.of(HoldEnd.NOT_HELD);

  private final HoldToken token;
  private final Map<Long, HoldEnd> answers = new HashMap<>();
  private boolean handling;
  private boolean over;
  private Optional<Hold> hold;
  private Optional<HoldEnd> end = Optional.empty();
  private Optional<Attempt> attempt = Optional.empty();

  /** What becomes of a wish to end it. */
  sealed interface Ending {
    /** It is over, and stood like this. */
    record Ended(HoldEnd end) implements Ending {}

    /** It could not be ended, or has not answered, and may stand. */
    record Failed(String why) implements Ending {}
  }

  private record Waiting(long by, Consumer<Ending> told) {}

  /** One call of the hold's end; all of it is guarded by the hold that it is for. */
  private static final class Attempt {
    private final long by;
    // Made while the freeze handler runs, which may freeze after it: it settles nothing for good.
    private final boolean settles;
    private final List<Waiting> waiting = new ArrayList<>();
    private @Nullable Thread thread;
    private boolean begun;
    private boolean abandoned;

    Attempt(long by, boolean settles) {
      this.by = by;
      this.settles = settles;
    }
  }

  private OwnedHold(HoldToken token, boolean handling, Optional<Hold> hold) {
    this.token = token;
    this.handling = handling;
    this.hold = hold;
  }

  /**
   * A hold that its freeze handler may bring about.
   *
   * @param unknown ends by its token what may be there, as long as there is no hold to ask
   */
  static OwnedHold coming(HoldToken token, Hold unknown) {
    return new OwnedHold(token, true, Optional.of(unknown));
  }

  /** A hold that is there already. */
  static OwnedHold standing(HoldToken token, Hold hold) {
    return new OwnedHold(token, false, Optional.of(hold));
  }

  HoldToken token() {
    return token;
  }

  /** The freeze handler has succeeded; false if what it brought has to be ended at once. */
  synchronized boolean stands(Hold begun) {
    hold = Optional.of(begun);
    return handled();
  }

  /** The freeze handler has failed, and may have frozen; false if that has to end at once. */
  synchronized boolean failed() {
    return handled();
  }

  /** Somebody else holds the application: there is nothing of ours to end. */
  synchronized void refused() {
    var _ = handled();
    hold = Optional.empty();
  }

  private boolean handled() {
    handling = false;
    // Whoever asks from here on must not be told of an attempt that was made before.
    attempt = attempt.filter(running -> running.settles);
    return !over;
  }

  /** Whether the application stands still by it, or may yet come to. */
  synchronized boolean mayStand() {
    return handling || (hold.isPresent() && end.isEmpty());
  }

  /**
   * Ends it; what comes of the freeze handler later is not to stand either.
   *
   * @param where runs the call of the hold's end, if there is one to make
   * @param told hears what becomes of it, once, on any thread
   */
  void end(long by, Executor where, Consumer<Ending> told) {
    Optional<HoldEnd> known;
    Optional<Attempt> mine = Optional.empty();
    synchronized (this) {
      over = true;
      known = known(by);
      if (known.isEmpty()) {
        // The lease does not wait for a thread that was to end it and has not begun.
        boolean waits = attempt.filter(other -> other.begun || by != LEASE).isPresent();
        Attempt next = attempt.orElseGet(() -> new Attempt(by, !handling));
        next.waiting.add(new Waiting(by, told));
        attempt = Optional.of(next);
        mine = waits ? Optional.empty() : attempt;
      }
    }
    known.ifPresent(answer -> told.accept(new Ending.Ended(answer)));
    mine.ifPresent(next -> begin(next, where));
  }

  /** Gives up waiting for the call that runs: it is interrupted, and another one may be made. */
  void overdue() {
    List<Waiting> waiting;
    synchronized (this) {
      if (attempt.isEmpty()) {
        return;
      }
      Attempt running = attempt.get();
      attempt = Optional.empty();
      running.abandoned = true;
      if (running.thread != null) {
        running.thread.interrupt();
      }
      waiting = List.copyOf(running.waiting);
    }
    waiting.forEach(w -> w.told().accept(new Ending.Failed("it has not answered in time")));
  }

  private void begin(Attempt next, Executor where) {
    try {
      where.execute(() -> call(next));
    } catch (Throwable outOfThreads) {
      finish(next, Optional.empty(), SpiCalls.text(outOfThreads));
    }
  }

  private void call(Attempt next) {
    Optional<Hold> standing;
    synchronized (this) {
      if (next.begun || next.abandoned) {
        return;
      }
      next.begun = true;
      // When the handler has returned meanwhile, what it brought is ended by others.
      standing = next.settles || handling ? hold : Optional.empty();
      next.thread = Thread.currentThread();
    }
    Optional<HoldEnd> said = Optional.empty();
    String why = "it did not say how it stood";
    try {
      said = standing.isEmpty() ? NOTHING : Optional.ofNullable(standing.get().end());
    } catch (Throwable thrown) {
      // Also an error: whatever it is, the hold may stand, and somebody has to hear of it.
      why = SpiCalls.text(thrown);
    }
    finish(next, said, why);
  }

  private void finish(Attempt ended, Optional<HoldEnd> said, String why) {
    List<Runnable> telling = new ArrayList<>();
    synchronized (this) {
      ended.thread = null;
      // An interrupt that came too late is not meant for what this thread does next.
      var _ = Thread.interrupted();
      if (ended.settles && end.isEmpty()) {
        end = said;
        said.filter(answer -> ended.by != LEASE).ifPresent(a -> answers.put(ended.by, a));
      }
      if (attempt.filter(ended::equals).isPresent()) {
        attempt = Optional.empty();
      }
      if (!ended.abandoned) {
        for (Waiting one : ended.waiting) {
          Ending ending = ending(one.by(), said, why);
          telling.add(() -> one.told().accept(ending));
        }
      }
    }
    telling.forEach(Runnable::run);
  }

  private Ending ending(long by, Optional<HoldEnd> said, String why) {
    Optional<HoldEnd> known = known(by);
    if (known.isEmpty() && said.isPresent() && by != LEASE) {
      answers.put(by, said.get());
    }
    return known.or(() -> said).<Ending>map(Ending.Ended::new).orElse(new Ending.Failed(why));
  }

  /** What this call is to hear, always the same; empty if the hold has to be asked. */
  private Optional<HoldEnd> known(long by) {
    Optional<HoldEnd> before = Optional.ofNullable(answers.get(by));
    if (before.isPresent()) {
      return before;
    }
    // Whoever comes after its end did not end it, and for him it did not stand until now.
    Optional<HoldEnd> now = hold.isEmpty() ? NOTHING : end.map(OwnedHold::lapsed);
    now.filter(answer -> by != LEASE).ifPresent(answer -> answers.put(by, answer));
    return now;
  }

  private static HoldEnd lapsed(HoldEnd said) {
    return said == HoldEnd.HELD ? HoldEnd.LAPSED : said;
  }
}
