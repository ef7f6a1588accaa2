package io.lull.protocol.provider;

import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.provider.ProviderEffect.DeleteCopies;
import io.lull.protocol.provider.ProviderEffect.DiscardCopies;
import io.lull.protocol.provider.ProviderEffect.RunStep;
import io.lull.protocol.provider.ProviderInput.CopiesFound;
import io.lull.protocol.provider.ProviderInput.StepEnded;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.value.Sorted;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A provider and its host: the work that runs there, and the copies that lie on its disk.
 *
 * <p>The host is as nasty as it may be: work that fails leaves half a copy, and work that nobody
 * wants any more makes one behind the back of whoever has just removed it.
 *
 * @param running the work that was given to the host and has not ended, by its number
 * @param disk every copy of which there is anything, half or whole, with its marker
 */
record ProviderHost(
    Provider provider,
    SortedMap<Long, ProviderEffect> running,
    SortedMap<SnapshotId, Marker> disk) {
  static final Uptime NOW = new Uptime(Duration.ofHours(1).toNanos());

  /** No lease at all: prepared work may be freed at any moment. */
  private static final Limits LIMITS =
      Limits.defaults().with(Setting.PREPARED_LEASE, Duration.ZERO);

  private static final ProviderMachine MACHINE = new ProviderMachine();

  ProviderHost {
    running = Sorted.map(running);
    disk = Sorted.map(disk);
  }

  /** A host that has nothing yet. */
  static ProviderHost empty() {
    return new ProviderHost(started(), new TreeMap<>(), new TreeMap<>());
  }

  private static Provider started() {
    return Provider.started(ProviderFixture.PROVIDER, ProviderFixture.LIFE, LIMITS);
  }

  /**
   * What one input has led to.
   *
   * @param isChange whether anything may be different than before, and not only answered
   */
  record Step(
      ProviderHost before,
      ProviderInput input,
      Decision<ProviderEvent, ProviderEffect, ProviderReply> decision,
      ProviderHost after,
      boolean isChange) {}

  /** Gives an input to the machine and carries out what it wants. */
  Step give(ProviderInput input) {
    ProviderHost met = input instanceof StepEnded ended ? workEnded(ended) : this;
    Decision<ProviderEvent, ProviderEffect, ProviderReply> decision =
        MACHINE.decide(provider, input, NOW);
    if (decision.events().isEmpty()
        && decision.effects().stream().noneMatch(ProviderFixture::isWork)) {
      return new Step(this, input, decision, met, input instanceof StepEnded);
    }
    Provider next = MACHINE.replay(provider, decision.events());
    TreeMap<Long, ProviderEffect> works = new TreeMap<>(met.running);
    for (ProviderEffect effect : decision.effects()) {
      if (ProviderFixture.isWork(effect)) {
        works.put(ProviderFixture.call(effect), effect);
      }
    }
    return new Step(this, input, decision, new ProviderHost(next, works, met.disk), true);
  }

  /** A new life: its process and all work are gone, and the copies are found. */
  Step restart() {
    ProviderHost fresh = new ProviderHost(started(), new TreeMap<>(), disk);
    return fresh.give(new CopiesFound(List.copyOf(disk.values())));
  }

  /** What the end of work has done to the disk. */
  private ProviderHost workEnded(StepEnded ended) {
    TreeMap<Long, ProviderEffect> works = new TreeMap<>(running);
    TreeMap<SnapshotId, Marker> copies = new TreeMap<>(disk);
    boolean done = ended.result() instanceof StepResult.Done;
    switch (works.remove(ended.call())) {
      case RunStep run -> run.markers().forEach(marker -> copies.put(marker.snapshot(), marker));
      case DeleteCopies delete when done -> delete.snapshots().forEach(copies::remove);
      case DiscardCopies discard when done -> discard.snapshots().forEach(copies::remove);
      case null, default -> {}
    }
    return new ProviderHost(provider, works, copies);
  }

  /** All work ends well, and the work that follows from it, until nothing runs. */
  ProviderHost quiet() {
    ProviderHost host = this;
    while (!host.running.isEmpty()) {
      ProviderEffect work = host.running.firstEntry().getValue();
      host = host.give(ended(work, ProviderFixture.DONE)).after;
    }
    return host;
  }

  static StepEnded ended(ProviderEffect work, StepResult result) {
    return new StepEnded(ProviderFixture.set(work), ProviderFixture.call(work), result);
  }

  Collection<ProviderSession> sessions() {
    return provider.sets().values();
  }

  ProviderPhase phase(SetId set) {
    return provider.phase(set);
  }

  /** Whether there is anything of a set on the disk. */
  boolean hasCopyOf(SetId set) {
    return disk.keySet().stream().anyMatch(copy -> copy.set().equals(set));
  }

  /** The work that whoever took this state over would give to the host. */
  List<ProviderEffect> outstandingWork() {
    return MACHINE.outstanding(provider, NOW).stream().filter(ProviderFixture::isWork).toList();
  }
}
