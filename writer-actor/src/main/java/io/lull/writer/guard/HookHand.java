package io.lull.writer.guard;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The node's side of an application that stands still by programs. */
final class HookHand implements NodeHand {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long LOOK_NANOS = 5_000_000;

  private final HookCalls calls;
  private final GuardProcess guard;
  private final HookHold.Pause pause = new HookHold.Pause();

  HookHand(Hooks what, GuardProcess guard) {
    this.calls = HookCalls.ofAll(what);
    this.guard = guard;
  }

  /** Two that call programs would undo what the other one does, so the guard has to be dead. */
  @Override
  public Optional<Boolean> letGo() {
    guard.kill();
    long until = System.nanoTime() + PATIENCE.toNanos();
    // One that hangs in a call for another hold is dead as well, although it is still there.
    while (!guard.gone() && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    if (calls.rescue().isEmpty()) {
      return Optional.of(true);
    }
    pause.take();
    return Optional.empty();
  }

  @Override
  public void close() {}
}
