package io.lull.writer;

import io.lull.cluster.config.log.Subject;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.Writer;
import io.lull.protocol.writer.WriterEffect;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEffect.LogRecord;
import io.lull.protocol.writer.WriterEffect.ReleaseHold;
import io.lull.protocol.writer.WriterEvent;
import io.lull.protocol.writer.WriterHold;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterSession;
import io.lull.writer.spi.FoundHold;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The shell of a writer's machine: it gives it what comes in and the time, keeps the state, and has
 * the effects carried out. It rules nothing and waits for nothing.
 */
public final class WriterActor extends AbstractMatchingBehavior<WriterCommand> {
  private static final Duration COLLECT_EVERY = Duration.ofHours(6);

  private final WriterId id;
  private final WriterHost host;
  private final ActorRef<WriterCommand> self;
  private final TimerScheduler<WriterCommand> timers;
  private final Askers askers = new Askers();
  private final Descriptions descriptions;
  private final Handlers handlers;
  private final Holds holds;
  private final WriterNews news;
  private final Course course;
  private Writer state;
  private Uptime latest = Uptime.ZERO;
  private volatile boolean stopped;

  /** What a timer is for, and the number of the call that it bounds. */
  private record Timer(Purpose purpose, long call) {}

  private enum Purpose {
    COLLECT,
    DESCRIBE,
    HANDLER,
    RELEASE,
    RETRY
  }

  private WriterActor(
      ActorContext<WriterCommand> context,
      TimerScheduler<WriterCommand> timers,
      WriterSetup setup) {
    super(context);
    this.id = setup.id();
    this.host = setup.host();
    this.self = context.getSelf();
    this.timers = timers;
    Consumer<WriterInput> report = input -> tellSelf(new HostCommand.Reported(input));
    this.news = setup.news();
    this.holds = new Holds(id, setup.application(), host, report, news);
    this.course = new Course(id, host.log());
    this.handlers =
        new Handlers(id, setup.application(), host.threads(), holds, host.copies(), report);
    this.descriptions =
        new Descriptions(
            id,
            setup.application(),
            host.threads(),
            answer -> tellSelf(new HostCommand.Answered(answer)));
    this.state = Writer.started(id, host.incarnation(), host.limits(), setup.window());
    for (FoundHold left : setup.found()) {
      holds.found(left);
      report.accept(new WriterInput.HoldFound(left.set(), left.token()));
    }
    timers.startTimerWithFixedDelay(
        new Timer(Purpose.COLLECT, 0),
        new HostCommand.Reported(new WriterInput.CollectAbandoned()),
        COLLECT_EVERY);
  }

  public static Behavior<WriterCommand> create(WriterSetup setup) {
    return create(setup, actor -> {});
  }

  /** As {@link #create(WriterSetup)}; whoever made it can see how much it keeps. */
  static Behavior<WriterCommand> create(WriterSetup setup, Consumer<WriterActor> born) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  WriterActor actor = new WriterActor(context, timers, setup);
                  born.accept(actor);
                  return actor;
                }));
  }

  /** How many askers, calls and holds it keeps in mind. */
  int kept() {
    return askers.size() + handlers.size() + holds.size();
  }

  @Override
  public Behavior<WriterCommand> onMessage(WriterCommand command) {
    switch (command) {
      case WriterCommand.Asked asked -> {
        askers.expect(asked.input(), asked.replyTo());
        take(asked.input());
      }
      case HostCommand.Reported reported -> {
        settle(reported.input());
        take(reported.input());
      }
      case HostCommand.Answered answered -> described(answered.answer());
      case HostCommand.DescribeOverdue overdue ->
          described(descriptions.overdue(overdue.number(), overdue.limit()));
      case HostCommand.ReleaseOverdue overdue -> holds.overdue(overdue.release());
      case HostCommand.ReleaseAgain again -> release(again.release());
    }
    return this;
  }

  /**
   * Nobody will thaw or abort through this actor any more, so that everything ends now.
   *
   * <p>That is so after a restart too: what the actor knew is gone, and its host has to take a new
   * incarnation before a new actor speaks for the writer.
   */
  @Override
  public Behavior<WriterCommand> onSignal(Signal signal) {
    if (signal instanceof PostStop || signal instanceof PreRestart) {
      stopped = true;
      descriptions.stop();
      handlers.stop();
      holds.stop();
    }
    return this;
  }

  private void take(WriterInput input) {
    Decision<WriterEvent, WriterEffect, WriterReply> decision;
    try {
      latest = host.clock().get();
      decision = host.machine().decide(state, input, latest);
    } catch (RuntimeException bug) {
      undecided(input, bug);
      return;
    }
    state = host.machine().replay(state, decision.events());
    news.is(state);
    tellTroubles(decision);
    course.went(decision.events(), !state.holds().isEmpty());
    decision.effects().forEach(this::carryOut);
    decision.replies().forEach(askers::answer);
    tidy();
  }

  /** What is handed over to the log was told when it came to be kept for it. */
  private void tellTroubles(Decision<WriterEvent, WriterEffect, WriterReply> decision) {
    for (WriterEvent event : decision.events()) {
      switch (event) {
        case WriterEvent.StepFailed step -> failed(step.failed().fault());
        case WriterEvent.LogKept kept -> failed(kept.log().fault());
        default -> {}
      }
    }
    boolean kept = decision.events().stream().anyMatch(WriterEvent.LogHandedOver.class::isInstance);
    for (WriterEffect effect : decision.effects()) {
      if (effect instanceof WriterEffect.WriteLog log && !kept) {
        failed(log.log().fault());
      }
    }
  }

  /** At the time of the input that is taken; the clock itself may be what has failed. */
  private void failed(Fault fault) {
    news.failed(fault, latest);
  }

  private void carryOut(WriterEffect effect) {
    switch (effect) {
      case WriterEffect.Describe describe -> describe(describe);
      case CallHandler call -> call(call);
      case WriterEffect.InterruptHandler interrupt -> handlers.interrupt(interrupt);
      case WriterEffect.ArmLease arm -> holds.arm(arm);
      case WriterEffect.DisarmLease disarm -> holds.disarm(disarm);
      case ReleaseHold release -> release(release);
      case WriterEffect.RetryRelease retry ->
          timers.startSingleTimer(
              new Timer(Purpose.RETRY, retry.release().call()),
              new HostCommand.ReleaseAgain(retry.release()),
              retry.after());
      case WriterEffect.WriteLog log -> write(log.log());
    }
  }

  private void describe(WriterEffect.Describe describe) {
    descriptions
        .ask(describe.session())
        .ifPresent(
            number ->
                timers.startSingleTimer(
                    new Timer(Purpose.DESCRIBE, number),
                    new HostCommand.DescribeOverdue(number, describe.limit()),
                    describe.limit()));
  }

  private void described(Descriptions.Answer answer) {
    timers.cancel(new Timer(Purpose.DESCRIBE, answer.number()));
    List<WriterInput> told = descriptions.told(answer);
    told.forEach(this::take);
    if (!told.isEmpty()) {
      answer.fault().ifPresent(this::failed);
    }
  }

  private void call(CallHandler call) {
    if (handlers.call(call)) {
      timers.startSingleTimer(
          new Timer(Purpose.HANDLER, call.call()),
          new HostCommand.Reported(new WriterInput.HandlerOverdue(call.set(), call.call())),
          call.limit());
    }
  }

  private void release(ReleaseHold release) {
    timers.startSingleTimer(
        new Timer(Purpose.RELEASE, release.call()),
        new HostCommand.ReleaseOverdue(release),
        release.limit());
    holds.release(release);
  }

  /** What has ended needs no limit any more. */
  private void settle(WriterInput input) {
    switch (input) {
      case WriterInput.HandlerEnded e -> timers.cancel(new Timer(Purpose.HANDLER, e.call()));
      case WriterInput.FreezeHandled e -> timers.cancel(new Timer(Purpose.HANDLER, e.call()));
      case WriterInput.HoldReleased e -> timers.cancel(new Timer(Purpose.RELEASE, e.call()));
      case WriterInput.ReleaseFailed e -> timers.cancel(new Timer(Purpose.RELEASE, e.call()));
      default -> {}
    }
  }

  private void write(LogRecord log) {
    host.log()
        .write(
            new Subject(log.session(), Optional.of(log.set())),
            id
                + log.session().map(session -> " for session " + session).orElse("")
                + ", set "
                + log.set()
                + ": "
                + log.fault());
  }

  /** A mistake of ours, by which nothing has changed; whoever asked is not left waiting. */
  private void undecided(WriterInput input, RuntimeException bug) {
    Fault fault =
        Fault.expected(
            Failure.INTERNAL, "a decision on " + input.getClass().getSimpleName(), bug.toString());
    failed(fault);
    if (input instanceof WriterRequest request) {
      askers.answer(
          new WriterReply.Refused(
              id, request.stamp(), Askers.step(request), host.incarnation(), fault));
    }
    if (state.holds().isEmpty()) {
      host.log().write(id + ": " + fault);
    }
  }

  /** Forgets what the state no longer speaks of. */
  private void tidy() {
    askers.retain(state.sessions().keySet());
    Set<Long> awaited = new HashSet<>(state.holds().keySet());
    state.sessions().values().stream()
        .map(WriterSession::work)
        .forEach(work -> work.handler().ifPresent(call -> awaited.add(call.call())));
    handlers.retain(awaited);
    Set<HoldToken> tokens =
        state.holds().values().stream()
            .map(WriterHold::token)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    holds.retain(state.holds().keySet(), tokens);
  }

  private void tellSelf(WriterCommand command) {
    if (!stopped) {
      self.tell(command);
    }
  }
}
