package io.lull.protocol.provider;

import static io.lull.protocol.provider.ProviderFixture.A;
import static io.lull.protocol.provider.ProviderFixture.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.provider.ProviderEffect.DeleteCopies;
import io.lull.protocol.provider.ProviderEffect.DiscardCopies;
import io.lull.protocol.provider.ProviderEffect.RunStep;
import io.lull.protocol.provider.ProviderInput.FateTold;
import io.lull.protocol.provider.ProviderInput.PreparedDue;
import io.lull.protocol.provider.ProviderInput.StepEnded;
import io.lull.protocol.provider.ProviderInput.StepOverdue;
import io.lull.protocol.provider.ProviderSession.Lease;
import io.lull.protocol.time.Uptime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every world that a provider can come to with two sets of one volume each, and every step from
 * there: each request of both sets at any time and as often as one likes, each end of each work.
 */
class EveryProviderOrderTest {
  private static final Uptime NOW = new Uptime(Duration.ofHours(1).toNanos());

  /** No lease at all: prepared work may be freed at any moment. */
  private static final Limits LIMITS =
      Limits.defaults().with(Setting.PREPARED_LEASE, Duration.ZERO);

  /** Work that is late piles up without end; more than this at once shows nothing new. */
  private static final int RUNNING_MAX = 3;

  /** A world without the numbers and times that tell two equal ones apart. */
  private record Key(
      SortedMap<SetId, ProviderSession> sets,
      Object gate,
      SortedMap<Long, ProviderEffect> running,
      SortedSet<SnapshotId> disk) {}

  @Test
  void in_every_world_every_step_keeps_what_has_to_hold() {
    World first =
        World.of(Provider.started(ProviderFixture.PROVIDER, ProviderFixture.LIFE, LIMITS));
    Set<Key> seen = new HashSet<>();
    Deque<World> open = new ArrayDeque<>(List.of(first));
    long steps = 0;
    while (!open.isEmpty()) {
      World world = open.remove();
      for (ProviderInput input : inputs(world)) {
        World.Step step = world.give(input, NOW);
        WorldInvariants.check(world, step, NOW);
        if (++steps % 20000 == 0) {
          System.out.println(
              steps
                  + " "
                  + seen.size()
                  + " open "
                  + open.size()
                  + " cpu "
                  + java.lang.management.ManagementFactory.getThreadMXBean()
                          .getCurrentThreadCpuTime()
                      / 1000000);
        }
        World after = renumbered(step.after());
        if (after.running().size() <= RUNNING_MAX && seen.add(key(after))) {
          open.add(after);
        }
      }
    }
    System.out.println("worlds " + seen.size() + " steps " + steps);
    assertThat(seen).hasSizeGreaterThan(1000);
  }

  private static List<ProviderInput> inputs(World world) {
    List<ProviderInput> inputs = new ArrayList<>();
    for (ProviderStep step : ProviderStep.values()) {
      inputs.add(ProviderFixture.request(A, step));
    }
    if (!Boolean.getBoolean("one"))
      for (ProviderStep step :
          List.of(ProviderStep.BEGIN_PREPARE, ProviderStep.END_PREPARE, ProviderStep.COMMIT))
        inputs.add(ProviderFixture.request(B, step));
    inputs.add(new FateTold(A.set(), false));
    for (ProviderEffect work : world.running().values()) {
      SetId set = ProviderFixture.set(work);
      long call = ProviderFixture.call(work);
      inputs.add(new StepEnded(set, call, ProviderFixture.DONE));
      inputs.add(new StepEnded(set, call, ProviderFixture.FAILED));
      inputs.add(new StepOverdue(set, call));
    }
    for (ProviderSession session : world.provider().sets().values()) {
      session
          .open()
          .lease()
          .ifPresent(lease -> inputs.add(new PreparedDue(session.set(), lease.call())));
    }
    return inputs;
  }

  private static Key key(World world) {
    return new Key(world.provider().sets(), world.provider().gate(), world.running(), world.disk());
  }

  /** The same world with calls that are numbered from one. */
  private static World renumbered(World world) {
    TreeSet<Long> used = new TreeSet<>(world.running().keySet());
    for (ProviderSession session : world.provider().sets().values()) {
      used.addAll(session.calls().keySet());
    }
    Map<Long, Long> numbers = new TreeMap<>();
    used.forEach(call -> numbers.put(call, numbers.size() + 1L));
    TreeMap<SetId, ProviderSession> sets = new TreeMap<>();
    world.provider().sets().forEach((set, session) -> sets.put(set, renumbered(session, numbers)));
    TreeMap<Long, ProviderEffect> running = new TreeMap<>();
    world
        .running()
        .forEach((call, work) -> running.put(numbers.get(call), renumbered(work, numbers)));
    Provider provider = world.provider();
    return new World(
        new Provider(
            provider.id(),
            provider.incarnation(),
            provider.limits(),
            provider.gate(),
            numbers.size() + 1L,
            sets),
        running,
        world.disk());
  }

  private static ProviderSession renumbered(ProviderSession session, Map<Long, Long> numbers) {
    ProviderSession changed = session;
    for (long call : session.calls().keySet()) {
      changed = changed.without(call);
    }
    for (Map.Entry<Long, ProviderCall> call : session.calls().entrySet()) {
      changed = changed.with(numbers.get(call.getKey()), call.getValue());
    }
    // The number of a lease only tells it from an earlier one, which is gone.
    return changed.withLease(session.open().lease().map(lease -> new Lease(0, lease.at())));
  }

  private static ProviderEffect renumbered(ProviderEffect work, Map<Long, Long> numbers) {
    long call = numbers.get(ProviderFixture.call(work));
    return switch (work) {
      case RunStep run ->
          new RunStep(run.set(), call, run.step(), run.markers(), run.writable(), run.until());
      case DeleteCopies delete ->
          new DeleteCopies(delete.set(), call, delete.snapshots(), delete.until());
      case DiscardCopies discard ->
          new DiscardCopies(
              discard.set(), call, discard.snapshots(), discard.from(), discard.until());
      case ProviderEffect.ArmPrepared _, ProviderEffect.AskFate _, ProviderEffect.NoteFault _ ->
          throw new AssertionError("expected work, but got " + work);
    };
  }
}
