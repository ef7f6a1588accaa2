package io.lull.protocol.simulation.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.simulation.Faults;
import io.lull.protocol.simulation.Kernel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The work of an instance in its order, one piece at a time; it dies with its host. */
final class Lane {
  private static final long LIMIT = 30 * Kernel.SECOND;

  private final SimStreamHost host;
  private final Deque<Job> waiting = new ArrayDeque<>();
  private boolean busy;

  private record Job(Runnable well, Consumer<Fault> badly) {}

  Lane(SimStreamHost host) {
    this.host = host;
  }

  /** Does this, or tells why it failed. */
  void work(Runnable well, Consumer<Fault> badly) {
    waiting.add(new Job(well, badly));
    if (!busy) {
      next();
    }
  }

  private void next() {
    busy = !waiting.isEmpty();
    if (busy) {
      begin(waiting.remove());
    }
  }

  private void begin(Job job) {
    Faults faults = host.world.faults();
    Kernel dice = host.world.kernel;
    boolean hangs = dice.chance(faults.providerHangs());
    boolean fails = hangs || dice.chance(faults.providerFails());
    host.after(
        hangs ? LIMIT : dice.between(Kernel.MILLI, dice.chance(0.05) ? LIMIT / 2 : Kernel.SECOND),
        () -> {
          if (fails) {
            job.badly().accept(Fault.of(Failure.SOURCE_FAILED, "the source has failed"));
          } else {
            job.well().run();
          }
          next();
        });
  }
}
