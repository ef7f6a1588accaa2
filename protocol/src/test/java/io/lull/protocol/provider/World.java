package io.lull.protocol.provider;

import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.provider.ProviderEffect.DeleteCopies;
import io.lull.protocol.provider.ProviderEffect.DiscardCopies;
import io.lull.protocol.provider.ProviderEffect.RunStep;
import io.lull.protocol.provider.ProviderInput.StepEnded;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.value.Sorted;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A provider and its host: the work that runs there, and the copies that lie on its disk.
 *
 * <p>The host is as nasty as it may be: work that fails leaves half a copy, and work that nobody
 * wants any more makes one behind the back of whoever has just removed it.
 *
 * @param running the work that was given to the host and has not ended, by its number
 * @param disk every copy of which there is anything, half or whole
 */
record World(
    Provider provider, SortedMap<Long, ProviderEffect> running, SortedSet<SnapshotId> disk) {
  private static final ProviderMachine MACHINE = new ProviderMachine();

  World {
    running = Sorted.map(running);
    disk = Sorted.set(disk);
  }

  static World of(Provider provider) {
    return new World(provider, new TreeMap<>(), new TreeSet<>());
  }

  /** One step of this world: what was decided, and what it is then. */
  record Step(
      ProviderInput input,
      Decision<ProviderEvent, ProviderEffect, ProviderReply> decision,
      World after) {}

  /** Gives an input to the machine, carries out what it wants, and notes the row it took. */
  Step give(ProviderInput input, Uptime now) {
    World before = input instanceof StepEnded ended ? workEnded(ended) : this;
    Decision<ProviderEvent, ProviderEffect, ProviderReply> decision =
        MACHINE.decide(provider, input, now);
    Provider next = MACHINE.replay(provider, decision.events());
    ProviderFixture.note(provider, input, next);
    TreeMap<Long, ProviderEffect> works = new TreeMap<>(before.running());
    decision.effects().stream()
        .filter(ProviderFixture::isWork)
        .forEach(work -> works.put(ProviderFixture.call(work), work));
    return new Step(input, decision, new World(next, works, before.disk()));
  }

  /** What the end of work has done to the disk. */
  private World workEnded(StepEnded ended) {
    TreeMap<Long, ProviderEffect> works = new TreeMap<>(running);
    ProviderEffect work = works.remove(ended.call());
    TreeSet<SnapshotId> copies = new TreeSet<>(disk);
    boolean done = ended.result() instanceof StepResult.Done;
    if (work instanceof RunStep run) {
      run.markers().forEach(marker -> copies.add(marker.snapshot()));
    } else if (work instanceof DeleteCopies delete && done) {
      delete.snapshots().forEach(copies::remove);
    } else if (work instanceof DiscardCopies discard && done) {
      discard.snapshots().forEach(copies::remove);
    }
    return new World(provider, works, copies);
  }

  /** Lets all work end well, and the work that follows from it, until nothing runs. */
  World quiet(Uptime now) {
    World world = this;
    while (!world.running().isEmpty()) {
      ProviderEffect work = world.running().firstEntry().getValue();
      StepEnded ended =
          new StepEnded(
              ProviderFixture.set(work), ProviderFixture.call(work), new StepResult.Done());
      world = world.give(ended, now).after();
    }
    return world;
  }

  List<ProviderEffect> outstanding(Uptime now) {
    return MACHINE.outstanding(provider, now);
  }
}
