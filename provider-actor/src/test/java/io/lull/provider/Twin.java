package io.lull.provider;

import static io.lull.protocol.provider.ProviderFixture.FULL;
import static io.lull.protocol.provider.ProviderFixture.LIFE;
import static io.lull.protocol.provider.ProviderFixture.PROVIDER;
import static io.lull.protocol.provider.ProviderFixture.V;
import static io.lull.protocol.provider.ProviderFixture.W;
import static io.lull.protocol.provider.ProviderFixture.later;
import static io.lull.protocol.provider.ProviderFixture.marker;
import static io.lull.protocol.provider.ProviderFixture.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.Provider;
import io.lull.protocol.provider.ProviderEffect;
import io.lull.protocol.provider.ProviderFixture;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderInput.DeleteSnapshots;
import io.lull.protocol.provider.ProviderInput.FateTold;
import io.lull.protocol.provider.ProviderMachine;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.time.Uptime;
import io.lull.provider.ProviderCommand.Asked;
import io.lull.provider.spi.ProviderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.Effect;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;

/** An actor and a bare machine that are given the same, one thing at a time. */
final class Twin {
  /** A timer that is armed, and when it fires. */
  private record Armed(ProviderCommand message, Uptime at) {}

  private final Random random;
  private final HandProvider provider = new HandProvider();
  private final HandWorkers workers = new HandWorkers();
  private final TestInbox<ProviderReply> asker = TestInbox.create();
  private final Map<Object, Armed> timers = new HashMap<>();
  private final List<Object> questions = new ArrayList<>();
  private final AtomicReference<ProviderActor> actor = new AtomicReference<>();
  private final BehaviorTestKit<ProviderCommand> kit;
  private final ProviderMachine machine = new ProviderMachine();
  private final List<ProviderReply> said = new ArrayList<>();
  private final List<ProviderReply> expected = new ArrayList<>();
  private Provider state = Provider.started(PROVIDER, LIFE, Limits.defaults());
  private Uptime now = new Uptime(Duration.ofHours(1).toNanos());
  private int deletions;

  Twin(Random random) {
    this.random = random;
    provider.has(copies());
    ProviderSetup setup =
        new ProviderSetup(
            PROVIDER,
            LIFE,
            Limits.defaults(),
            provider,
            workers,
            () -> now,
            (session, set) -> questions.add(set),
            (about, fault) -> {});
    kit = BehaviorTestKit.create(ProviderActor.unsupervised(setup, actor::set));
    seeTimers();
    end(0);
  }

  ProviderActor actor() {
    return actor.get();
  }

  int armed() {
    return timers.size();
  }

  int answers() {
    return said.size();
  }

  /** Something happens. */
  void step() {
    int choice = random.nextInt(100);
    if (choice < 45) {
      ask();
    } else if (choice < 75 && workers.size() > 0) {
      end(random.nextInt(workers.size()));
    } else if (choice < 85) {
      fire();
    } else if (choice < 92) {
      now = now.plus(Duration.ofMillis(random.nextInt(5000)));
    } else if (choice < 96) {
      give(new ProviderCommand.Told(new FateTold(set().set(), random.nextBoolean())));
    } else {
      provider.has(copies());
      give(new ProviderCommand.Reconnected());
    }
  }

  /**
   * No set lives, everything that has been begun ends well, and all time that is waited for passes.
   */
  void comeToRest() {
    for (SetId set : List.copyOf(state.sets().keySet())) {
      give(new ProviderCommand.Told(new FateTold(set, false)));
    }
    for (int i = 0; i < 1000 && (workers.size() > 0 || working()); i++) {
      if (workers.size() > 0) {
        provider.has(List.of());
        end(0, null);
      } else {
        fire();
      }
    }
    assertThat(working()).isFalse();
  }

  /** The answers are those of the machine, and the timers are those of what it wants. */
  void check(String where) {
    said.addAll(asker.getAllReceived());
    assertThat(said).as(where).isEqualTo(expected);
    for (ProviderEffect effect : machine.outstanding(state, now)) {
      switch (effect) {
        case ProviderEffect.RunStep run ->
            armed(where, new ProviderReport.LimitReached(run.set(), run.call()), run.until());
        case ProviderEffect.DeleteCopies delete ->
            armed(
                where,
                new ProviderReport.LimitReached(delete.set(), delete.call()),
                delete.until());
        case ProviderEffect.DiscardCopies discard ->
            armed(
                where,
                new ProviderReport.LimitReached(discard.set(), discard.call()),
                discard.until());
        case ProviderEffect.ArmPrepared lease ->
            armed(where, new ProviderReport.LeaseOver(lease.set(), lease.call()), lease.at());
        case ProviderEffect.AskFate question ->
            assertThat(questions).as(where).contains(question.set());
        case ProviderEffect.NoteFault note -> throw new AssertionError("outstanding: " + note);
      }
    }
  }

  private void armed(String where, ProviderReport report, Uptime at) {
    assertThat(timers.values()).as(where).contains(new Armed(report, at));
  }

  private boolean working() {
    return state.sets().values().stream().anyMatch(session -> !session.calls().isEmpty());
  }

  private void ask() {
    Stamp stamp = random.nextInt(5) == 0 ? later(set()) : set();
    List<ProviderStep> steps = List.of(ProviderStep.values());
    ProviderStep step =
        random.nextInt(3) == 0 ? steps.get(random.nextInt(steps.size())) : next(stamp, steps);
    ProviderInput.ProviderRequest request =
        switch (step) {
          case BEGIN_PREPARE -> new BeginPrepare(stamp, random.nextBoolean() ? V : W);
          // Somebody new each time: an answer does not say which of two lists it is about.
          case DELETE_SNAPSHOTS -> new DeleteSnapshots(stranger(stamp), List.of());
          default -> ProviderFixture.request(stamp, step);
        };
    give(new Asked(request, asker.getRef()));
  }

  /** Mostly the step whose turn it is, or a creation would never come far. */
  private ProviderStep next(Stamp stamp, List<ProviderStep> steps) {
    return switch (state.phase(stamp.set())) {
      case ABSENT -> ProviderStep.BEGIN_PREPARE;
      case PREPARING ->
          random.nextBoolean() ? ProviderStep.BEGIN_PREPARE : ProviderStep.END_PREPARE;
      case PREPARED -> ProviderStep.PRE_COMMIT;
      case PRE_COMMITTED -> ProviderStep.COMMIT;
      case COMMITTED -> ProviderStep.POST_COMMIT;
      case POST_COMMITTED -> ProviderStep.PRE_FINAL_COMMIT;
      case PRE_FINAL_COMMITTED -> ProviderStep.POST_FINAL_COMMIT;
      case CREATED -> ProviderStep.DELETE_SNAPSHOTS;
      default -> steps.get(random.nextInt(steps.size()));
    };
  }

  private Stamp stranger(Stamp stamp) {
    deletions++;
    return new Stamp(
        new SessionId("deleter-" + deletions),
        stamp.set(),
        stamp.epoch(),
        stamp.incarnation(),
        stamp.slot());
  }

  private Stamp set() {
    int slot = 1 + random.nextInt(4);
    return stamp("set-" + slot, slot);
  }

  private List<Marker> copies() {
    List<Marker> copies = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      copies.add(marker(set(), V, random.nextBoolean()));
    }
    return copies.stream()
        .collect(Collectors.toMap(Marker::snapshot, m -> m, (one, _) -> one))
        .values()
        .stream()
        .sorted(Comparator.comparing(Marker::snapshot))
        .toList();
  }

  private void end(int index) {
    Throwable[] outcomes = {
      null, null, null, new ProviderException(FULL), new IllegalStateException("broken")
    };
    end(index, outcomes[random.nextInt(outcomes.length)]);
  }

  private void end(int index, Throwable thrown) {
    provider.only(thrown);
    workers.end(index);
    kit.selfInbox().getAllReceived().forEach(this::give);
  }

  /** The timer that is due first fires. */
  private void fire() {
    Optional<Map.Entry<Object, Armed>> first =
        timers.entrySet().stream()
            .min(
                Comparator.comparing((Map.Entry<Object, Armed> e) -> e.getValue().at())
                    .thenComparing(e -> e.getValue().message().toString()));
    if (first.isPresent()) {
      timers.remove(first.get().getKey());
      Armed fired = first.get().getValue();
      now = now.isBefore(fired.at()) ? fired.at() : now;
      give(fired.message());
    }
  }

  private void give(ProviderCommand command) {
    kit.run(command);
    seeTimers();
    input(command).ifPresent(this::decide);
  }

  private void decide(ProviderInput input) {
    var decision = machine.decide(state, input, now);
    state = machine.replay(state, decision.events());
    expected.addAll(decision.replies());
  }

  private static Optional<ProviderInput> input(ProviderCommand command) {
    return switch (command) {
      case Asked asked -> Optional.of(asked.request());
      case ProviderCommand.Told told -> Optional.of(told.fate());
      case ProviderReport.Ended ended ->
          Optional.of(
              new ProviderInput.StepEnded(ended.job().set(), ended.job().call(), ended.result()));
      case ProviderReport.LimitReached limit ->
          Optional.of(new ProviderInput.StepOverdue(limit.set(), limit.call()));
      case ProviderReport.LeaseOver lease ->
          Optional.of(new ProviderInput.PreparedDue(lease.set(), lease.call()));
      case ProviderReport.Listed listed when !listed.markers().isEmpty() ->
          Optional.of(new ProviderInput.CopiesFound(listed.markers()));
      default -> Optional.empty();
    };
  }

  private void seeTimers() {
    for (Effect effect : kit.getAllEffects()) {
      if (effect instanceof Effect.TimerScheduled<?> scheduled) {
        timers.put(
            scheduled.key(),
            new Armed((ProviderCommand) scheduled.msg(), now.plus(scheduled.duration())));
      } else if (effect instanceof Effect.TimerCancelled cancelled) {
        timers.remove(cancelled.key());
      }
    }
  }
}
