package io.lull.protocol.provider;

import static io.lull.protocol.provider.ProviderFixture.A;
import static io.lull.protocol.provider.ProviderFixture.B;
import static io.lull.protocol.provider.ProviderFixture.DONE;
import static io.lull.protocol.provider.ProviderFixture.FAILED;
import static io.lull.protocol.provider.ProviderFixture.V;
import static io.lull.protocol.provider.ProviderFixture.W;
import static io.lull.protocol.provider.ProviderFixture.later;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderEffect.DeleteCopies;
import io.lull.protocol.provider.ProviderEffect.DiscardCopies;
import io.lull.protocol.provider.ProviderEffect.RunStep;
import io.lull.protocol.provider.ProviderHost.Step;
import io.lull.protocol.provider.ProviderInput.AbortSnapshots;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderInput.DeleteSnapshots;
import io.lull.protocol.provider.ProviderInput.FateTold;
import io.lull.protocol.provider.ProviderInput.PreparedDue;
import io.lull.protocol.provider.ProviderInput.StepOverdue;
import io.lull.protocol.provider.ProviderSession.Lease;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * No order of events is picked by hand: a set of two volumes, the first message of a later set, and
 * every state that these can come to, by every request at any time and every end of every work.
 */
class EveryProviderOrderTest {
  /** Work that is late piles up without end; more than this at once shows nothing new. */
  private static final int RUNNING_MOST = 2;

  /** What may come at any time. */
  private static final List<ProviderInput> REQUESTS = requests();

  /** How a host was come by; the first way there, which is also the shortest. */
  private record Way(Optional<ProviderHost> from, String by) {}

  private final Map<ProviderHost, Way> seen = new HashMap<>();
  private final Deque<ProviderHost> open = new ArrayDeque<>();

  @Test
  void every_step_from_every_state_keeps_what_has_to_hold() {
    visit(ProviderHost.empty(), new Way(Optional.empty(), "nothing"));
    while (!open.isEmpty()) {
      ProviderHost host = open.remove();
      for (ProviderInput input : inputs(host)) {
        step(host, host.give(input));
      }
      if (!host.disk().isEmpty()) {
        step(host, host.restart());
      }
    }
    EnumSet<ProviderPhase> phases = EnumSet.noneOf(ProviderPhase.class);
    seen.keySet().forEach(host -> phases.add(host.phase(A.set())));
    assertThat(phases).containsExactly(ProviderPhase.values());
  }

  private void step(ProviderHost from, Step step) {
    Way way = new Way(Optional.of(from), step.input().toString());
    checked(way, () -> ProviderHostInvariants.check(step));
    if (step.isChange()) {
      visit(likeAnyOther(step.after()), way);
    }
  }

  private void visit(ProviderHost host, Way way) {
    if (host.running().size() <= RUNNING_MOST && seen.putIfAbsent(host, way) == null) {
      checked(way, () -> ProviderHostInvariants.check(host));
      open.add(host);
    }
  }

  private void checked(Way way, Runnable check) {
    try {
      check.run();
    } catch (AssertionError | RuntimeException broken) {
      StringBuilder story = new StringBuilder();
      for (Optional<Way> at = Optional.of(way); at.isPresent(); ) {
        story.insert(0, "\n  " + at.get().by());
        at = at.get().from().map(seen::get);
      }
      throw new AssertionError("after" + story, broken);
    }
  }

  private static List<ProviderInput> requests() {
    List<ProviderInput> requests = new ArrayList<>();
    requests.add(new BeginPrepare(A, V));
    for (ProviderStep step :
        EnumSet.range(ProviderStep.END_PREPARE, ProviderStep.ABORT_SNAPSHOTS)) {
      requests.add(ProviderFixture.request(A, step));
    }
    requests.add(new AbortSnapshots(later(A)));
    // An empty list means all that there is of the set.
    requests.add(new DeleteSnapshots(A, List.of()));
    requests.add(ProviderFixture.delete(A, W));
    requests.add(new FateTold(A.set(), false));
    return List.copyOf(requests);
  }

  private static List<ProviderInput> inputs(ProviderHost host) {
    List<ProviderInput> inputs = new ArrayList<>(REQUESTS);
    if (!host.phase(A.set()).equals(ProviderPhase.ABSENT)) {
      // One volume is like the other, so it need not be tried which of them comes first.
      inputs.add(new BeginPrepare(A, W));
    }
    if (host.phase(A.set()).isUnfinished()) {
      // The later set takes the place of this one, and that is all it does.
      inputs.add(new BeginPrepare(B, V));
    }
    for (ProviderEffect work : host.running().values()) {
      inputs.add(ProviderHost.ended(work, DONE));
      if (ProviderFixture.set(work).equals(B.set())) {
        continue;
      }
      inputs.add(ProviderHost.ended(work, FAILED));
      inputs.add(new StepOverdue(ProviderFixture.set(work), ProviderFixture.call(work)));
    }
    host.provider()
        .set(A.set())
        .flatMap(session -> session.open().lease())
        .ifPresent(lease -> inputs.add(new PreparedDue(A.set(), lease.call())));
    return inputs;
  }

  /** The same host without what tells two equal ones apart: its calls are numbered from one. */
  private static ProviderHost likeAnyOther(ProviderHost host) {
    TreeSet<Long> used = new TreeSet<>(host.running().keySet());
    host.sessions().forEach(session -> used.addAll(session.calls().keySet()));
    Map<Long, Long> numbers = new TreeMap<>();
    used.forEach(call -> numbers.put(call, numbers.size() + 1L));
    TreeMap<SetId, ProviderSession> sets = new TreeMap<>();
    host.sessions().forEach(session -> sets.put(session.set(), renumbered(session, numbers)));
    TreeMap<Long, ProviderEffect> running = new TreeMap<>();
    host.running()
        .forEach((call, work) -> running.put(numbers.get(call), renumbered(work, numbers)));
    Provider provider = host.provider();
    return new ProviderHost(
        new Provider(
            provider.id(),
            provider.incarnation(),
            provider.limits(),
            provider.gate(),
            numbers.size() + 1L,
            sets),
        running,
        host.disk());
  }

  private static ProviderSession renumbered(ProviderSession session, Map<Long, Long> numbers) {
    TreeMap<Long, ProviderCall> calls = new TreeMap<>();
    session.calls().forEach((call, pending) -> calls.put(numbers.get(call), pending));
    TreeMap<Volume, VolumePart> volumes = new TreeMap<>();
    session
        .volumes()
        .forEach(
            (volume, part) ->
                volumes.put(volume, new VolumePart(plain(part.begun()), part.deleted())));
    TreeMap<ProviderStep, StepResult> answers = new TreeMap<>();
    session.answers().forEach((step, answer) -> answers.put(step, plain(answer)));
    // The number of a lease only tells it from an earlier one, which is gone.
    return new ProviderSession(
            session.stamp(),
            session.phase(),
            volumes,
            answers,
            session.receipt(),
            calls,
            session.open())
        .withLease(session.open().lease().map(lease -> new Lease(0, lease.at())));
  }

  /** Why something failed is told to whoever asks again, and makes no other difference. */
  private static StepResult plain(StepResult result) {
    return result instanceof StepResult.Failed ? FAILED : result;
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
