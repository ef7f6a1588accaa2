package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.simulation.Faults;
import io.lull.protocol.simulation.Kernel;
import io.lull.protocol.simulation.Sim;
import io.lull.protocol.simulation.Trace;
import io.lull.protocol.simulation.Violation;
import io.lull.protocol.stream.session.StreamSessionPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One run: a host and its surroundings drawn from a seed, its troubles, and the rest after them.
 */
final class StreamRun implements Sim.Play {
  private static final long AT_REST = 10 * Kernel.MINUTE;
  private static final long NEVER_ENDS = 4 * 60 * Kernel.MINUTE;
  private static final long LOOK_EVERY = 10 * Kernel.SECOND;

  private final Kernel kernel;
  private final StreamWorld world;
  private final StreamChaos chaos;
  private final long faultsEnd;
  private long steps;

  StreamRun(long seed, StreamMachines machines, Optional<Trace> trace) {
    this.kernel = new Kernel(seed);
    Faults faults = Faults.draw(seed, kernel);
    this.world = new StreamWorld(kernel, machines, faults, trace);
    this.chaos = new StreamChaos(world);
    this.faultsEnd = kernel.between(5, 40) * Kernel.MINUTE;
    world.trace("world", "seed ", seed, ", ", faults);
    build();
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public int sessions() {
    return world.sessions().size();
  }

  private void build() {
    for (int i = 1; i <= 1 + kernel.below(2); i++) {
      SimSource source =
          new SimSource(
              new InstanceId("i" + i), List.of(new DatabaseId("d1"), new DatabaseId("d2")));
      world.sources.put(source.id, source);
      live(source);
    }
    world.add(new SimStreamHost(world));
    for (int i = 1; i <= 1 + kernel.below(2); i++) {
      world.nodes.add(new SimNode(world, "n" + i));
    }
    List<Backup> shared = new ArrayList<>();
    int readers = 1 + kernel.below(3);
    for (int i = 1; i <= readers; i++) {
      List<Backup> directory = kernel.chance(0.5) ? shared : new ArrayList<>();
      world.readers.add(new SimReader(world, "r" + i, directory, 2 + kernel.below(5)));
    }
    world.host().open();
    world.readers.forEach(SimReader::next);
    if (kernel.chance(0.8)) {
      new SimOwner(world, kernel.between(20, 600) * Kernel.SECOND).begin();
    }
  }

  /** The application works: logs fill, and databases come and go while nobody reads them. */
  private void live(SimSource source) {
    source.fill();
    world.plan(
        kernel.between(Kernel.SECOND, 2 * Kernel.MINUTE),
        () -> {
          if (world.faults().equals(Faults.NONE) && kernel.now() > faultsEnd) {
            return;
          }
          if (kernel.chance(0.5)) {
            source.checkpointAt(kernel.below(4));
          }
          if (kernel.chance(0.1)) {
            source.attachOrDetach(new DatabaseId("d2"));
          }
          if (kernel.chance(0.05)) {
            source.drop(new DatabaseId("d2"));
          }
          if (kernel.chance(world.faults().holdBreaks() / 10)) {
            source.vanish();
          }
          live(source);
        });
  }

  @Override
  public void run() {
    world.plan(faultsEnd, chaos::end);
    long restsAt = Long.MAX_VALUE;
    long looksAt = faultsEnd;
    while (!kernel.isIdle() && kernel.nextAt() < Math.min(restsAt, faultsEnd + NEVER_ENDS)) {
      step();
      if (restsAt == Long.MAX_VALUE && kernel.now() > looksAt) {
        looksAt = kernel.now() + LOOK_EVERY;
        if (isOver()) {
          world.trace("world", "everything is over; what follows is rest");
          restsAt = kernel.now() + AT_REST;
        }
      }
    }
    world.checkAtRest();
  }

  private void step() {
    Kernel.Task task = kernel.next();
    steps++;
    try {
      task.process().run(task);
    } catch (Violation violation) {
      throw violation;
    } catch (RuntimeException bug) {
      throw new Violation("NoMachineThrows", bug);
    }
    chaos.after(task.process());
  }

  private boolean isOver() {
    return world.readers.stream().allMatch(SimReader::isDone)
        && world.sessions().stream()
            .map(session -> world.journal.state(session).phase())
            .allMatch(p -> p == StreamSessionPhase.OVER || p == StreamSessionPhase.NEW);
  }
}
