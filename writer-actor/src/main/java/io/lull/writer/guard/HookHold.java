package io.lull.writer.guard;

import io.lull.protocol.failure.Failure;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** An application that stands still by programs, in the guard. */
final class HookHold implements GuardedHold {
  private final Hooks what;
  private final HookCalls calls;

  HookHold(Hooks what) {
    this.what = what;
    this.calls = new HookCalls(what);
  }

  @Override
  public Optional<GuardException> conflict(
      Collection<GuardedHold> standing, Collection<GuardedHold> begun) {
    for (GuardedHold other : standing) {
      if (other instanceof HookHold hold) {
        for (Hook hook : hold.what.hooks()) {
          // Called twice, it would be thawed for both when the first one ends.
          if (what.hooks().stream().anyMatch(own -> own.freeze().equals(hook.freeze()))) {
            return Optional.of(
                GuardException.expected(
                    Failure.HOLD_REFUSED,
                    what.shown() + " to be free",
                    "it holds already for another set or writer; wait until that is over"));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** If one of them does not hold, all that were begun are thawed before anybody hears of it. */
  @Override
  public void begin(BooleanSupplier wanted) throws GuardException {
    try {
      for (int number = 0; number < what.hooks().size(); number++) {
        calls.freeze(number, wanted);
      }
    } catch (GuardException failed) {
      letGo();
      throw failed;
    }
  }

  @Override
  public boolean end() {
    letGo();
    return calls.isFaithful();
  }

  private void letGo() {
    Pause pause = new Pause();
    while (calls.letGo().isPresent()) {
      pause.take();
    }
  }

  /** A program that fails again and again is not called again and again without a pause. */
  static final class Pause {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Duration next = FIRST;

    void take() {
      long until = System.nanoTime() + next.toNanos();
      for (long left = next.toNanos(); left > 0; left = until - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      Duration longer = next.multipliedBy(2);
      next = longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
    }
  }

  /** Nothing is open but what belongs to processes, which are gone. */
  @Override
  public void close() {}
}
