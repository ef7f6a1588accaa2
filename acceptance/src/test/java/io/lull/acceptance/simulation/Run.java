package io.lull.acceptance.simulation;

import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.simulation.Faults;
import io.lull.protocol.simulation.Trace;
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
final class Run {
  private static final long AT_REST = 3 * 60 * Clockwork.MINUTE;
  private static final long NEVER_ENDS = 24 * 60 * Clockwork.MINUTE;
  private static final long LOOK_EVERY = 10 * Clockwork.SECOND;

  private final Clockwork clockwork;
  private final ActorWorld world;
  private final Chaos chaos;
  private final SimProcess nowhere;
  private final long faultsEnd;
  private long steps;

  Run(long seed, Faults faults, Plants plants, Optional<Trace> trace) {
    this.clockwork = new Clockwork(seed);
    this.world = new ActorWorld(clockwork, faults, plants, trace);
    this.chaos = new Chaos(world);
    this.nowhere = new SimProcess(world, "nowhere");
    this.faultsEnd = clockwork.between(2, 20) * Clockwork.MINUTE;
    Actors.play(world, seed);
    world.trace("world", "seed ", seed, ", ", faults);
    build();
  }

  /** The run of a seed, with the faults that the seed draws. */
  static Run of(long seed, Plants plants, Optional<Trace> trace) {
    return new Run(seed, Faults.draw(seed, new Clockwork(~seed)), plants, trace);
  }

  long steps() {
    return steps;
  }

  int sessions() {
    int count = 0;
    for (SessionId _ : world.sessionIds()) {
      count++;
    }
    return count;
  }

  /** Runs to the end, or to the first violation. */
  void run() {
    try {
      play();
    } finally {
      clockwork.close();
      world.hosts().forEach(host -> host.labour().close());
    }
  }

  private void play() {
    clockwork.plan(faultsEnd, chaos::end);
    world.requesters().forEach(r -> r.requester().beginLater(clockwork.between(0, faultsEnd / 2)));
    long restsAt = Long.MAX_VALUE;
    long looksAt = faultsEnd;
    while (!clockwork.isIdle() && clockwork.nextAt() < Math.min(restsAt, faultsEnd + NEVER_ENDS)) {
      step();
      if (restsAt == Long.MAX_VALUE && clockwork.now() > looksAt) {
        looksAt = clockwork.now() + LOOK_EVERY;
        if (isOver()) {
          world.trace("world", "everything is over; what follows is rest");
          restsAt = clockwork.now() + AT_REST;
        }
      }
    }
    world.checkAtRest();
  }

  private void step() {
    steps++;
    SimProcess process = clockwork.step(nowhere);
    world.check();
    chaos.after(process);
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
    int nodes = 1 + clockwork.below(3);
    for (int i = 1; i <= nodes; i++) {
      world.add(new SimNode(world, "n" + i));
    }
    List<WriterId> writers = new ArrayList<>();
    int hosts = 1 + clockwork.below(3);
    for (int i = 1; i <= hosts; i++) {
      world.add(host(new HostId("h" + i), writers));
    }
    int requesters = 1 + clockwork.below(3);
    for (int i = 1; i <= requesters; i++) {
      world.add(new SimRequester(world, "r" + i, 1 + clockwork.below(3)));
    }
    world.nodes().forEach(SimNode::boot);
    world.hosts().forEach(SimHost::boot);
  }

  private SimHost host(HostId id, List<WriterId> others) {
    List<Volume> volumes = new ArrayList<>();
    for (int i = 0; i <= clockwork.below(3); i++) {
      volumes.add(new Volume(id, "/v" + i));
    }
    SimHost host = new SimHost(world, id, volumes);
    int writers = 1 + clockwork.below(3);
    for (int i = 1; i <= writers; i++) {
      WriterMetadata metadata = writer(new WriterId(id, "w" + i), volumes, others);
      others.add(metadata.writer());
      host.add(metadata, clockwork.chance(0.5));
    }
    for (int i = 1; i <= 1 + clockwork.below(2); i++) {
      host.add(new ProviderId(id, "p" + i));
    }
    return host;
  }

  private WriterMetadata writer(WriterId id, List<Volume> volumes, List<WriterId> others) {
    List<Component> components = new ArrayList<>();
    int count = 1 + clockwork.below(2);
    for (int i = 1; i <= count; i++) {
      Set<Volume> on = new TreeSet<>(List.of(clockwork.pick(volumes), clockwork.pick(volumes)));
      components.add(new Component(new ComponentId(id, "c" + i), on, clockwork.chance(0.9), true));
    }
    return new WriterMetadata(
        id,
        clockwork.pick(List.of(WriterLevel.values())),
        Duration.ofSeconds(clockwork.between(18, 90)),
        // Copies here are of one instant, for which the fifth kind is as the first.
        clockwork.pick(
            List.of(
                HoldKind.APPLICATION, HoldKind.BACKUP_MODE, HoldKind.FILESYSTEM, HoldKind.NONE)),
        others.isEmpty() || clockwork.chance(0.7)
            ? Optional.empty()
            : Optional.of(clockwork.pick(others)),
        RestoreMethod.UNDEFINED,
        components,
        List.of());
  }
}
