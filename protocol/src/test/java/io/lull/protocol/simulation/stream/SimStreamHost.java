package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.simulation.Faults;
import io.lull.protocol.simulation.Kernel;
import io.lull.protocol.simulation.SimProcess;
import io.lull.protocol.stream.Instance;
import io.lull.protocol.stream.StreamEffect;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamHost;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.table.Decision;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The node of a host: its instances, and the snapshots that want them. */
final class SimStreamHost extends SimProcess {
  private static final long PRESENT_EVERY = 5 * Kernel.SECOND;
  private static final long SNAPSHOT_EVERY = 2 * Kernel.MINUTE;

  final StreamWorld world;
  private final SortedMap<InstanceId, SimInstance> instances = new TreeMap<>();
  private long snapshots;

  SimStreamHost(StreamWorld world) {
    super(world.kernel, StreamWorld.HOST.name());
    this.world = world;
  }

  /** What it knew is gone; what lies on its disks is not, and backup mode ends by itself. */
  @Override
  public void crash() {
    super.crash();
    world.sources.values().forEach(SimSource::end);
    instances.clear();
  }

  @Override
  public void start() {
    super.start();
    open();
  }

  void open() {
    for (SimSource source : world.sources.values()) {
      instances.put(source.id, new SimInstance(this, source, world.sources.size() > 1));
    }
    present();
    snapshot();
  }

  Incarnation incarnation() {
    return new Incarnation(life());
  }

  List<SimInstance> instances() {
    return List.copyOf(instances.values());
  }

  private void present() {
    Incarnation mine = incarnation();
    for (SimNode node : world.nodes) {
      world.network.send(this, node, () -> node.hostPresent(mine));
    }
    after(PRESENT_EVERY, this::present);
  }

  /** Asks the instance that is meant; a name may be left out where there is one only. */
  void ask(StreamInput.StreamRequest request, Consumer<StreamReply> answer) {
    Optional<InstanceId> named =
        switch (request) {
          case StreamInput.OfSession call -> Optional.of(call.instance());
          case StreamInput.OfNamed owner -> Optional.of(owner.instance());
          case StreamInput.StopBackup stop -> stop.instance();
          case StreamInput.StopService stop -> stop.instance();
        };
    boolean theOnlyOne = named.isEmpty() && instances.size() == 1;
    Optional<SimInstance> meant =
        theOnlyOne ? instances.values().stream().findFirst() : named.map(id -> instances.get(id));
    meant.ifPresentOrElse(
        instance -> instance.ask(request, answer), () -> unmet(request).replies().forEach(answer));
  }

  /** In the words of the machine, which is shown all that it could lay its hands on. */
  private Decision<StreamEvent, StreamEffect, StreamReply> unmet(
      StreamInput.StreamRequest request) {
    SortedMap<InstanceId, Instance> all = new TreeMap<>();
    instances.values().forEach(instance -> all.putAll(instance.state().instances()));
    StreamHost before = new StreamHost(incarnation(), instances.size() > 1, all, 0, List.of(), 0);
    Decision<StreamEvent, StreamEffect, StreamReply> decision =
        world.machines.host().decide(before, request, uptime());
    StreamHost after = world.machines.host().replay(before, decision.events());
    world.see(new StreamFact.Unmet(before, request, decision, after));
    return decision;
  }

  void tell(StreamInput told) {
    InstanceId id =
        switch (told) {
          case StreamInput.Notice notice -> notice.instance();
          case StreamInput.Report report -> report.instance();
          case StreamInput.OfNamed owner -> owner.instance();
          default -> throw new IllegalArgumentException("expected a notice, but got " + told);
        };
    Optional.ofNullable(instances.get(id)).ifPresent(instance -> instance.tell(told));
  }

  /** Bytes are read past the coordinators, by a ticket of one life. */
  void read(int life, StreamInput.ReadFile read, Consumer<StreamReply> answer) {
    if (life == life()) {
      Optional.ofNullable(instances.get(read.instance())).ifPresent(i -> i.read(read, answer));
    }
  }

  /** Sets of the same application come and go, and some are never heard of again. */
  private void snapshot() {
    after(
        kernel.between(1, SNAPSHOT_EVERY),
        () -> {
          if (!world.faults().equals(Faults.NONE)) {
            takeForSnapshot(kernel.pick(instances()).id());
            snapshot();
          }
        });
  }

  private void takeForSnapshot(InstanceId instance) {
    SetId set = new SetId("set" + ++snapshots + "-" + life());
    ask(
        new StreamInput.TakeForSnapshot(new RequestId("take-" + set), instance, set),
        reply -> {
          if (!(reply instanceof StreamReply.StreamRefused) && !kernel.chance(0.1)) {
            after(kernel.between(Kernel.SECOND / 10, Kernel.MINUTE), () -> back(instance, set));
          }
        });
  }

  private void back(InstanceId instance, SetId set) {
    RequestId request = new RequestId("back-" + set);
    tell(new StreamInput.GiveBack(request, instance, set, Optional.empty()));
  }

  @Override
  protected void trace(Object... parts) {
    world.trace(name, parts);
  }
}
