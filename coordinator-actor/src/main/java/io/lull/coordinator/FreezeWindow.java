package io.lull.coordinator;

import io.lull.coordinator.Directory.HostLost;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Machine;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.window.Window;
import io.lull.protocol.window.WindowEffect;
import io.lull.protocol.window.WindowEvent;
import io.lull.protocol.window.WindowInput;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.window.WindowTimer;
import io.lull.protocol.writer.WriterReply;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** One freeze window: the shell of its machine, in memory, and without a log. */
final class FreezeWindow extends AbstractBehavior<FreezeWindow.Message> {
  private final Machine<Window, WindowInput, Uptime, WindowEvent, WindowEffect, Void> machine;
  private final TimerScheduler<Message> timers;
  private final Asking<Message> asking;
  private final Supplier<Uptime> uptime;
  private final ActorRef<? super WindowKeeper.Reported> keeper;
  private Window window;

  /** What a window is sent. */
  sealed interface Message {}

  /** An input of the machine: an answer, a timer, a lost host, or its session gives up. */
  record Happened(WindowInput input) implements Message {}

  /** An answer that a window has no use for, or none in time. */
  private record Ignored() implements Message {}

  private FreezeWindow(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      WindowPlan plan,
      Supplier<Hosts> hosts,
      Ground ground,
      ActorRef<? super WindowKeeper.Reported> keeper) {
    super(context);
    this.timers = timers;
    this.asking =
        new Asking<>(context, hosts, FreezeWindow::heard, FreezeWindow::heard, _ -> new Ignored());
    this.machine = ground.machines().window();
    this.uptime = ground.uptime();
    this.keeper = keeper;
    this.window = Window.planned(plan);
  }

  /** Opens the window at once; it ends after its report. */
  static Behavior<Message> create(
      WindowPlan plan,
      Supplier<Hosts> hosts,
      Ground ground,
      ActorRef<? super WindowKeeper.Reported> keeper) {
    return Behaviors.setup(
        context -> {
          context.getSelf().tell(new Happened(new WindowInput.OpenWindow()));
          return Behaviors.withTimers(
              timers -> new FreezeWindow(context, timers, plan, hosts, ground, keeper));
        });
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Happened.class, happened -> handle(happened.input()))
        .onMessage(Ignored.class, ignored -> this)
        .build();
  }

  private Behavior<Message> handle(WindowInput input) {
    Decision<WindowEvent, WindowEffect, Void> decision =
        machine.decide(window, input, uptime.get());
    window = machine.replay(window, decision.events());
    boolean over = false;
    for (WindowEffect effect : decision.effects()) {
      over |= carryOut(effect);
    }
    return over ? Behaviors.stopped() : this;
  }

  /** Carries an effect out, and says whether it was the last one. */
  private boolean carryOut(WindowEffect effect) {
    switch (effect) {
      case WindowEffect.AskWriter ask ->
          asking.writer(ask.writer(), ask.request(), window.plan().limits());
      case WindowEffect.AskProvider ask ->
          asking.provider(ask.provider(), ask.request(), window.plan().limits());
      case WindowEffect.StartTimer start -> {
        WindowTimer timer = start.timer();
        timers.startSingleTimer(
            timer, new Happened(new WindowInput.TimerDue(timer)), start.after());
      }
      case WindowEffect.CancelTimer cancel -> timers.cancel(cancel.timer());
      case WindowEffect.Report report -> {
        keeper.tell(new WindowKeeper.Reported(window.plan().session(), report.report()));
        return true;
      }
    }
    return false;
  }

  static Message lost(HostLost lost) {
    return new Happened(new WindowInput.HostLost(lost.host(), lost.fault()));
  }

  private static Message heard(WriterReply reply) {
    return switch (reply) {
      case WriterReply.Frozen frozen -> new Happened(new WindowInput.WriterFroze(frozen));
      case WriterReply.Thawed thawed -> new Happened(new WindowInput.WriterLetGo(thawed));
      case WriterReply.Handled handled -> new Happened(new WindowInput.WriterHandled(handled));
      case WriterReply.Refused refused -> new Happened(new WindowInput.WriterRefused(refused));
      case WriterReply.Identified _, WriterReply.Unidentified _, WriterReply.Status _ ->
          new Ignored();
    };
  }

  private static Message heard(ProviderReply reply) {
    return switch (reply) {
      case ProviderReply.Stepped stepped -> new Happened(new WindowInput.ProviderStepped(stepped));
      case ProviderReply.Committed done -> new Happened(new WindowInput.ProviderCommitted(done));
      case ProviderReply.Refused refused -> new Happened(new WindowInput.ProviderRefused(refused));
      case ProviderReply.Begun _, ProviderReply.Deleted _ -> new Ignored();
    };
  }
}
