package io.lull.coordinator;

import io.lull.coordinator.Directory.HostLost;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.window.WindowInput;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.window.WindowReport;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Keeps the freeze windows that sessions on this node have opened.
 *
 * <p>A failed write stops an event-sourced actor and its children. A window must be finished
 * whatever becomes of its session's actor, so it is a child of this one; and its report is kept and
 * handed in until the session, here or elsewhere, says that it may be forgotten.
 */
public final class WindowKeeper extends AbstractBehavior<WindowKeeper.Command> {
  static final DispatcherSelector DISPATCHER =
      DispatcherSelector.fromConfig("lull.window-dispatcher");
  private static final Duration HAND_IN_AGAIN = Duration.ofSeconds(1);

  private final TimerScheduler<Command> timers;
  private final Windows windows;
  private final Supplier<Hosts> hosts;
  private final Ground ground;
  private final SortedMap<SessionId, Kept> kept = new TreeMap<>();
  private long opened;

  /** What the keeper is sent. */
  public interface Command {}

  /** A session's plan is durable: its window may open. Asked again, it opens nothing new. */
  record Open(WindowPlan plan) implements Command {}

  /** A session gives up, before anything of that is journaled. */
  record GiveUp(SessionId session, Fault cause) implements Command {}

  /** The session has journaled the report, or has no use for it. */
  record Forget(Finished window) implements Command {}

  /** Names the window of one attempt. */
  record Finished(SessionId session, Epoch epoch) {}

  /** A window is over. */
  record Reported(SessionId session, WindowReport report) implements Command {}

  private record HandInAgain(Finished window) implements Command {}

  /** A window, and what it has reported. */
  private record Kept(
      WindowPlan plan, ActorRef<FreezeWindow.Message> window, Optional<WindowReport> report) {
    Finished finished() {
      return new Finished(plan.session(), plan.epoch());
    }
  }

  private WindowKeeper(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Windows windows,
      Supplier<Hosts> hosts,
      Ground ground) {
    super(context);
    this.timers = timers;
    this.windows = windows;
    this.hosts = hosts;
    this.ground = ground;
  }

  /** The keeper of this node. */
  static Behavior<Command> create(Windows windows, Supplier<Hosts> hosts, Ground ground) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new WindowKeeper(context, timers, windows, hosts, ground)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Open.class, this::open)
        .onMessage(GiveUp.class, this::giveUp)
        .onMessage(HostLost.class, this::lost)
        .onMessage(Reported.class, this::reported)
        .onMessage(HandInAgain.class, this::handInAgain)
        .onMessage(Forget.class, this::forget)
        .build();
  }

  private Behavior<Command> open(Open open) {
    WindowPlan plan = open.plan();
    Kept present = kept.get(plan.session());
    if (present != null && present.plan().equals(plan)) {
      return this;
    }
    windows.kept(plan.session(), plan.epoch());
    ActorRef<FreezeWindow.Message> window =
        getContext()
            .spawn(
                FreezeWindow.create(plan, hosts, ground, getContext().getSelf()),
                plan.session() + "-" + ++opened,
                DISPATCHER);
    kept.put(plan.session(), new Kept(plan, window, Optional.empty()));
    return this;
  }

  private Behavior<Command> giveUp(GiveUp up) {
    Kept open = kept.get(up.session());
    if (open != null) {
      open.window().tell(new FreezeWindow.Happened(new WindowInput.AbortWindow(up.cause())));
    }
    return this;
  }

  private Behavior<Command> lost(HostLost lost) {
    kept.values().forEach(open -> open.window().tell(FreezeWindow.lost(lost)));
    return this;
  }

  private Behavior<Command> reported(Reported reported) {
    Kept open = kept.get(reported.session());
    // A window that another one has replaced has nobody left who would want its report.
    if (open != null && open.plan().epoch().equals(reported.report().epoch())) {
      Kept closed = new Kept(open.plan(), open.window(), Optional.of(reported.report()));
      kept.put(reported.session(), closed);
      handIn(closed);
    }
    return this;
  }

  private Behavior<Command> handInAgain(HandInAgain again) {
    Kept closed = kept.get(again.window().session());
    if (closed != null && closed.finished().equals(again.window())) {
      handIn(closed);
    }
    return this;
  }

  private void handIn(Kept closed) {
    SessionId session = closed.plan().session();
    closed
        .report()
        .ifPresent(
            report ->
                ground
                    .shards()
                    .tell(
                        new SessionMessage.HandIn(
                            new SessionMessage.Reported(session, report), getContext().getSelf())));
    timers.startSingleTimer(session, new HandInAgain(closed.finished()), HAND_IN_AGAIN);
  }

  private Behavior<Command> forget(Forget forget) {
    Kept closed = kept.get(forget.window().session());
    if (closed != null && closed.finished().equals(forget.window())) {
      kept.remove(forget.window().session());
      windows.forgotten(forget.window().session());
      timers.cancel(forget.window().session());
    }
    return this;
  }
}
