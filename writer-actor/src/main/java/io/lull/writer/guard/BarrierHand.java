package io.lull.writer.guard;

import io.lull.writer.pgbouncer.Console;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The node's side of a PgBouncer that lets nobody through. */
final class BarrierHand implements NodeHand {
  private static final long PAUSE_NANOS = 100_000_000;
  private static final long LOOK_NANOS = 5_000_000;

  private final Barrier what;
  private final Console console;
  private final GuardProcess guard;
  private boolean lost;

  BarrierHand(Barrier what, Console console, GuardProcess guard) {
    this.what = what;
    this.console = console;
    this.guard = guard;
  }

  /**
   * A guard that could still speak would resume once more, and that may then be somebody else's. A
   * bouncer that does not answer is no reason to kill it.
   */
  @Override
  public Optional<Boolean> letGo() {
    try {
      if (!lost) {
        console.ask("SHOW VERSION", Barrier.PATIENCE);
        forTheGuard(console);
      } else {
        Optional<Console> other = what.reopen();
        if (other.isPresent()) {
          try (Console fresh = other.get()) {
            forTheGuard(fresh);
          }
        } else {
          guard.kill();
        }
      }
      return Optional.of(true);
    } catch (IOException notYet) {
      lost = true;
      LockSupport.parkNanos(PAUSE_NANOS);
      return Optional.empty();
    }
  }

  private void forTheGuard(Console open) throws IOException {
    guard.kill();
    awaitGone();
    var _ = what.rescue(open);
  }

  /** One that hangs in a call for another hold is dead as well, although it is still there. */
  private void awaitGone() {
    long until = System.nanoTime() + Barrier.PATIENCE.toNanos();
    while (!guard.gone() && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  @Override
  public void close() {
    console.close();
  }
}
