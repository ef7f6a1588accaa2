package io.lull.protocol.simulation.invariants;

import io.lull.protocol.simulation.Application;
import io.lull.protocol.simulation.Application.Hold;
import io.lull.protocol.simulation.Invariant;
import io.lull.protocol.simulation.World;
import java.time.Duration;

/** R1: a lease ends every hold, with no network, no coordinator and no disk. */
public final class NoWriterFrozenPastItsLease implements Invariant.OfEveryStep {
  private static final long TIMER = Duration.ofMillis(10).toNanos();

  // An owner that could not let go is asked again this often; no protocol can do more.
  private static final long RETRY = Duration.ofSeconds(12).toNanos();

  @Override
  public String promise() {
    return "No application stands still past the lease of its hold, unless its owner cannot let go"
        + " and is being asked again, or its own process is stopped.";
  }

  @Override
  public void check(World world) {
    for (Application application : world.applications()) {
      Hold hold = application.standing().orElse(null);
      if (hold != null
          && world.now() > hold.limit() + TIMER
          && !excused(world, application, hold)) {
        broken(
            application.writer()
                + " stands still "
                + Duration.ofNanos(world.now() - hold.limit())
                + " past its lease, for "
                + hold.set());
      }
    }
  }

  private static boolean excused(World world, Application application, Hold hold) {
    if (!application.guarded() && world.isBehind(application.writer().host())) {
      return true;
    }
    return hold.lastTried() > Long.MIN_VALUE && world.now() <= hold.lastTried() + RETRY;
  }
}
