package io.lull.protocol.simulation;

import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One run: a cluster drawn from a seed, its troubles, and the rest that has to follow them. */
final class Run implements Sim.Play {
  private static final long AT_REST = 3 * 60 * Kernel.MINUTE;
  private static final long NEVER_ENDS = 24 * 60 * Kernel.MINUTE;

  private static final long PATROL = 5 * Kernel.MINUTE;

  private static final long LOOK_EVERY = 10 * Kernel.SECOND;

  private final Kernel kernel;
  private final SimWorld world;
  private final Chaos chaos;
  private final long faultsEnd;
  private long steps;

  Run(long seed, Machines machines, Optional<Trace> trace) {
    this.kernel = new Kernel(seed);
    Faults faults = Faults.draw(seed, kernel);
    this.world = new SimWorld(kernel, machines, faults, Invariants.all(), trace);
    this.chaos = new Chaos(world);
    this.faultsEnd = kernel.between(2, 20) * Kernel.MINUTE;
    world.trace("world", "seed ", seed, ", ", faults);
    build();
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public int sessions() {
    int count = 0;
    for (SessionId _ : world.sessionIds()) {
      count++;
    }
    return count;
  }

  @Override
  public void run() {
    world.plan(faultsEnd, chaos::end);
    // Only what is left by then is of interest, and no seed draws anything else for it.
    world.plan(faultsEnd, this::patrol);
    world.requesters().forEach(r -> r.requester().beginLater(kernel.between(0, faultsEnd / 2)));
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

  private void patrol() {
    world.nodes().forEach(SimCoordinator::patrol);
    world.plan(PATROL, this::patrol);
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
    world.check();
    chaos.after(task.process());
  }

  private boolean isOver() {
    if (!world.requesters().stream().allMatch(r -> r.requester().isDone())) {
      return false;
    }
    for (SessionId id : world.sessionIds()) {
      SessionPhase phase = world.journaled(id).phase();
      if (phase != SessionPhase.RELEASED && phase != SessionPhase.NEW) {
        return false;
      }
    }
    return true;
  }

  private void build() {
    int nodes = 1 + kernel.below(3);
    for (int i = 1; i <= nodes; i++) {
      world.add(new SimCoordinator(world, "n" + i));
    }
    List<WriterId> writers = new ArrayList<>();
    int hosts = 1 + kernel.below(3);
    for (int i = 1; i <= hosts; i++) {
      world.add(host(new HostId("h" + i), writers));
    }
    int requesters = 1 + kernel.below(3);
    for (int i = 1; i <= requesters; i++) {
      world.add(new SimRequester(world, "r" + i, 1 + kernel.below(3)));
    }
  }

  private SimHost host(HostId id, List<WriterId> others) {
    List<Volume> volumes = new ArrayList<>();
    for (int i = 0; i <= kernel.below(3); i++) {
      volumes.add(new Volume(id, "/v" + i));
    }
    SimHost host = new SimHost(world, id, volumes);
    int writers = 1 + kernel.below(3);
    for (int i = 1; i <= writers; i++) {
      WriterMetadata metadata = writer(new WriterId(id, "w" + i), volumes, others);
      others.add(metadata.writer());
      host.add(metadata, kernel.chance(0.5));
    }
    for (int i = 1; i <= 1 + kernel.below(2); i++) {
      host.add(new ProviderId(id, "p" + i));
    }
    return host;
  }

  private WriterMetadata writer(WriterId id, List<Volume> volumes, List<WriterId> others) {
    List<Component> components = new ArrayList<>();
    int count = 1 + kernel.below(2);
    for (int i = 1; i <= count; i++) {
      Set<Volume> on = new TreeSet<>(List.of(kernel.pick(volumes), kernel.pick(volumes)));
      components.add(new Component(new ComponentId(id, "c" + i), on, kernel.chance(0.9), true));
    }
    return new WriterMetadata(
        id,
        kernel.pick(List.of(WriterLevel.values())),
        Duration.ofSeconds(kernel.between(18, 90)),
        // Copies here are of one instant, for which the fifth kind is as the first.
        kernel.pick(
            List.of(
                HoldKind.APPLICATION, HoldKind.BACKUP_MODE, HoldKind.FILESYSTEM, HoldKind.NONE)),
        others.isEmpty() || kernel.chance(0.7)
            ? Optional.empty()
            : Optional.of(kernel.pick(others)),
        RestoreMethod.UNDEFINED,
        components,
        List.of());
  }
}
