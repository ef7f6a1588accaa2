package io.lull.protocol.simulation;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.simulation.Fact.Speaker;
import io.lull.protocol.table.Decision;
import io.lull.protocol.window.Window;
import io.lull.protocol.window.WindowEffect;
import io.lull.protocol.window.WindowEvent;
import io.lull.protocol.window.WindowInput;
import io.lull.protocol.window.WindowPhase;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.window.WindowTimer;
import io.lull.protocol.writer.WriterReply;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** A freeze window in the keeper of one node; it dies with the node and with nothing else. */
final class SimWindow {
  private final SimCoordinator node;
  private final SessionId session;
  private final Map<WindowTimer, Integer> timers = new EnumMap<>(WindowTimer.class);
  private int timerNumber;
  private Window window;
  private Optional<WindowReport> report = Optional.empty();

  SimWindow(SimCoordinator node, SessionId session, WindowPlan plan) {
    this.node = node;
    this.session = session;
    this.window = Window.planned(plan);
  }

  WindowPlan plan() {
    return window.plan();
  }

  boolean isOpen() {
    return report.isEmpty();
  }

  Optional<WindowReport> report() {
    return report;
  }

  void handle(WindowInput input) {
    Decision<WindowEvent, WindowEffect, Void> decision =
        node.world.machines().window().decide(window, input, node.uptime());
    if (node.world.traces()) {
      for (WindowEvent event : decision.events()) {
        node.world.trace(node.name, "window ", session, " ", event);
      }
    }
    window = node.world.machines().window().replay(window, decision.events());
    decision.effects().forEach(this::carryOut);
  }

  void hear(WriterReply reply) {
    switch (reply) {
      case WriterReply.Frozen frozen -> handle(new WindowInput.WriterFroze(frozen));
      case WriterReply.Thawed thawed -> handle(new WindowInput.WriterLetGo(thawed));
      case WriterReply.Handled handled -> handle(new WindowInput.WriterHandled(handled));
      case WriterReply.Refused refused -> handle(new WindowInput.WriterRefused(refused));
      case WriterReply.Identified other -> ignore(other);
      case WriterReply.Unidentified other -> ignore(other);
      case WriterReply.Status other -> ignore(other);
    }
  }

  void hear(ProviderReply reply) {
    switch (reply) {
      case ProviderReply.Stepped stepped -> handle(new WindowInput.ProviderStepped(stepped));
      case ProviderReply.Committed done -> handle(new WindowInput.ProviderCommitted(done));
      case ProviderReply.Refused refused -> handle(new WindowInput.ProviderRefused(refused));
      case ProviderReply.Begun other -> ignore(other);
      case ProviderReply.Deleted other -> ignore(other);
    }
  }

  private void ignore(Object answer) {
    node.world.trace(node.name, "window ", session, " has no use for ", answer);
  }

  private void carryOut(WindowEffect effect) {
    Speaker speaker = new Speaker(node.name, node.life(), session, false);
    Asker asker = new Asker(node, session, true);
    switch (effect) {
      case WindowEffect.AskWriter ask ->
          node.world.askWriter(node, speaker, asker, ask.writer(), ask.request());
      case WindowEffect.AskProvider ask ->
          node.world.askProvider(node, speaker, asker, ask.provider(), ask.request());
      case WindowEffect.StartTimer start -> start(start.timer(), start.after().toNanos());
      case WindowEffect.CancelTimer cancel -> timers.remove(cancel.timer());
      case WindowEffect.Report done -> {
        report = Optional.of(done.report());
        node.world.see(new Fact.WindowEnded(speaker, done.report()));
        node.handIn(this);
      }
    }
  }

  private void start(WindowTimer timer, long after) {
    int number = ++timerNumber;
    timers.put(timer, number);
    node.after(
        after,
        () -> {
          if (timers.getOrDefault(timer, 0) == number && window.phase() != WindowPhase.CLOSED) {
            handle(new WindowInput.TimerDue(timer));
          }
        });
  }

  SessionId session() {
    return session;
  }
}
