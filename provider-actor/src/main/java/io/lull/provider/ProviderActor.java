package io.lull.provider;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.provider.Provider;
import io.lull.protocol.provider.ProviderEffect;
import io.lull.protocol.provider.ProviderEffect.ArmPrepared;
import io.lull.protocol.provider.ProviderEffect.AskFate;
import io.lull.protocol.provider.ProviderEffect.DeleteCopies;
import io.lull.protocol.provider.ProviderEffect.DiscardCopies;
import io.lull.protocol.provider.ProviderEffect.NoteFault;
import io.lull.protocol.provider.ProviderEffect.RunStep;
import io.lull.protocol.provider.ProviderEvent;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Machine;
import io.lull.protocol.time.Uptime;
import io.lull.provider.ProviderCommand.Asked;
import io.lull.provider.ProviderCommand.Reconnected;
import io.lull.provider.ProviderCommand.Told;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * One provider on its host: the shell of its machine, which decides everything.
 *
 * <p>It begins with a list of the copies of earlier lives; requests that come before wait for it,
 * since an abort that overtook it would find nothing to remove.
 */
public final class ProviderActor extends AbstractMatchingBehavior<ProviderCommand> {
  /** How long a question for a fate may stay without an answer, until it is asked again. */
  static final Duration ASK_AGAIN = Duration.ofSeconds(10);

  private static final Duration RESTART_MIN = Duration.ofSeconds(1);
  private static final Duration RESTART_MAX = Duration.ofSeconds(30);

  private final ProviderSetup setup;
  private final Machine<
          Provider, ProviderInput, Uptime, ProviderEvent, ProviderEffect, ProviderReply>
      machine;
  private final ProviderCalls calls;
  private final Askers askers = new Askers();
  private final Workbench bench;
  private final Alarms alarms;
  private final Listing listing;
  private Provider state;
  private Uptime latest = Uptime.ZERO;
  private volatile boolean stopped;

  private ProviderActor(
      ActorContext<ProviderCommand> context,
      TimerScheduler<ProviderCommand> timers,
      ProviderSetup setup) {
    super(context);
    this.setup = setup;
    this.machine = setup.machine();
    this.calls = new ProviderCalls(setup.id(), setup.provider());
    // Taken here, because a context may be asked on its own thread only.
    ActorRef<ProviderCommand> self = context.getSelf();
    Consumer<ProviderReport> report =
        told -> {
          // Work that outlives the actor has nobody to tell, and a dead letter would be logged.
          if (!stopped) {
            self.tell(told);
          }
        };
    this.bench =
        new Workbench(
            setup.workers(), (job, result) -> report.accept(new ProviderReport.Ended(job, result)));
    this.alarms = new Alarms(timers);
    this.listing = new Listing(setup, calls, timers, report);
    this.state = Provider.started(setup.id(), setup.incarnation(), setup.limits());
    listing.begin();
  }

  /** A provider that begins anew after a mistake of ours, with what the markers say. */
  public static Behavior<ProviderCommand> create(ProviderSetup setup) {
    return create(setup, _ -> {});
  }

  /** As {@link #create(ProviderSetup)}; whoever made it can see how much it keeps. */
  static Behavior<ProviderCommand> create(ProviderSetup setup, Consumer<ProviderActor> born) {
    // Without Pekko's own log lines: something on the host may be frozen.
    return Behaviors.supervise(unsupervised(setup, born))
        .onFailure(
            SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, 0)
                .withLoggingEnabled(false));
  }

  /** One that ends with a mistake. */
  static Behavior<ProviderCommand> unsupervised(ProviderSetup setup, Consumer<ProviderActor> born) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  ProviderActor actor = new ProviderActor(context, timers, setup);
                  born.accept(actor);
                  return actor;
                }));
  }

  /** How many askers, pieces of work, their ends and timers it keeps in mind. */
  int kept() {
    int awaited = state.sets().values().stream().mapToInt(set -> set.calls().size()).sum();
    return askers.size() + bench.size() + alarms.size() + awaited;
  }

  @Override
  public Behavior<ProviderCommand> onMessage(ProviderCommand command) {
    try {
      receive(command);
    } catch (RuntimeException mistake) {
      note(command.getClass().getSimpleName(), mistake);
      // What the host reports cannot be reported again, so all of it is looked up anew.
      throw mistake;
    }
    return this;
  }

  @Override
  public Behavior<ProviderCommand> onSignal(Signal signal) {
    if (signal instanceof PreRestart || signal instanceof PostStop) {
      stopped = signal instanceof PostStop;
      bench.interruptAll();
      listing.interrupt();
    }
    return this;
  }

  private void receive(ProviderCommand command) {
    switch (command) {
      case Asked asked -> asked(asked);
      case Told told -> handle(told.fate());
      case Reconnected _ -> listing.begin();
      case ProviderReport.Ended ended -> ended(ended.job(), ended.result());
      case ProviderReport.LimitReached limit -> {
        bench.interrupt(limit.call());
        handle(new ProviderInput.StepOverdue(limit.set(), limit.call()));
      }
      case ProviderReport.PauseOver pause -> discard(pause.discard());
      case ProviderReport.LeaseOver lease ->
          handle(new ProviderInput.PreparedDue(lease.set(), lease.call()));
      case ProviderReport.NoFateYet question -> ask(question.question());
      case ProviderReport.Listed listed -> listed(listed);
      case ProviderReport.NotListed failed -> listing.failed(failed);
      case ProviderReport.ListingOverdue _ -> listing.overdue();
      case ProviderReport.ListAgain _ -> listing.begin();
    }
  }

  private void listed(ProviderReport.Listed listed) {
    if (!listing.isOf(listed.listing())) {
      return;
    }
    List<Asked> waited = listing.ended();
    if (!listed.markers().isEmpty()) {
      handle(new ProviderInput.CopiesFound(listed.markers()));
    }
    waited.forEach(this::asked);
  }

  private void asked(Asked asked) {
    if (listing.holdsBack(asked)) {
      return;
    }
    askers.expect(asked.request(), asked.replyTo());
    handle(asked.request());
  }

  private void handle(ProviderInput input) {
    Uptime now = setup.clock().get();
    latest = now;
    Decision<ProviderEvent, ProviderEffect, ProviderReply> decision;
    try {
      decision = machine.decide(state, input, now);
    } catch (RuntimeException mistake) {
      if (!(input instanceof ProviderRequest request)) {
        throw mistake;
      }
      // Nothing has changed by it, and whoever asked is not left waiting.
      Fault fault = note(input.getClass().getSimpleName(), mistake);
      askers.answer(request, setup.refusal(request, fault));
      return;
    }
    Provider before = state;
    state = machine.replay(before, decision.events());
    setup.news().is(state);
    Course.tell(setup.id(), before, state, setup.log());
    tellTroubles(decision, now);
    decision.effects().forEach(effect -> carryOut(effect, now));
    decision.replies().forEach(reply -> askers.answer(input, reply));
    settle(now);
  }

  private void tellTroubles(
      Decision<ProviderEvent, ProviderEffect, ProviderReply> decision, Uptime now) {
    for (ProviderEvent event : decision.events()) {
      switch (event) {
        case ProviderEvent.CallEnded(var _, var _, StepResult.Failed failed) ->
            setup.news().failed(failed.fault(), now);
        case ProviderEvent.CallEnded(var _, var _, StepResult.DeletionStopped stopped) ->
            setup.news().failed(stopped.fault(), now);
        case ProviderEvent.CallOverdue overdue -> setup.news().failed(overdue.fault(), now);
        default -> {}
      }
    }
    for (ProviderEffect effect : decision.effects()) {
      if (effect instanceof NoteFault note) {
        setup.news().failed(note.fault(), now);
      }
    }
  }

  /** Lets go of everything that the machine does not want any more. */
  private void settle(Uptime now) {
    List<ProviderEffect> outstanding = machine.outstanding(state, now);
    alarms.keepOnly(outstanding);
    bench.keepOnly(outstanding);
    askers.keepOnly(set -> state.set(set).filter(known -> !known.calls().isEmpty()).isPresent());
  }

  private void carryOut(ProviderEffect effect, Uptime now) {
    switch (effect) {
      case RunStep run -> {
        alarms.limit(run.set(), run.call(), now.until(run.until()));
        bench.begin(calls.job(run));
      }
      case DeleteCopies delete -> {
        alarms.limit(delete.set(), delete.call(), now.until(delete.until()));
        bench.begin(calls.job(delete));
      }
      case DiscardCopies discard -> {
        alarms.limit(discard.set(), discard.call(), now.until(discard.until()));
        if (now.isBefore(discard.from())) {
          alarms.pause(discard, now.until(discard.from()));
        } else {
          discard(discard);
        }
      }
      case ArmPrepared lease -> alarms.lease(lease, now.until(lease.at()));
      case AskFate question -> ask(question);
      case NoteFault note ->
          setup
              .log()
              .note(
                  Course.subject(state, note.set()),
                  setup.id() + " " + note.step() + " of " + note.set(),
                  note.fault());
    }
  }

  private void discard(DiscardCopies discard) {
    bench.stop(Set.copyOf(discard.snapshots()));
    bench.begin(calls.job(discard));
  }

  private void ask(AskFate question) {
    setup.fates().ask(question.session(), question.set());
    alarms.fate(question, ASK_AGAIN);
  }

  private void ended(Job job, StepResult result) {
    if (bench.remove(job)) {
      handle(new ProviderInput.StepEnded(job.set(), job.call(), result));
    } else {
      // It was begun before a restart, and may have left something after the copies were listed.
      listing.begin();
    }
  }

  private Fault note(String input, RuntimeException mistake) {
    Fault fault = Fault.expected(Failure.INTERNAL, "a way to take " + input, "got " + mistake);
    setup.log().note(setup.id().toString(), fault);
    // The clock itself may be what has failed.
    setup.news().failed(fault, latest);
    return fault;
  }
}
