package io.lull.protocol.simulation;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionLog;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.session.SessionTimer;
import io.lull.protocol.simulation.Fact.Speaker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A session's entity on one node. */
final class SimSession
    extends Entity<
        SimCoordinator,
        SessionId,
        Session,
        SessionInput,
        SessionEvent,
        SessionEffect,
        SessionReply> {
  private final Map<SessionTimer, Integer> timers = new HashMap<>();
  private final List<SessionInput> deferred = new ArrayList<>();
  private final int nodeLife;
  private int timerNumber;
  private boolean recovering;
  private boolean awaitsReport;

  SimSession(SimCoordinator node, SessionId id) {
    super(node, id, node.world.machines().session(), node.world.sessions());
    this.nodeLife = node.life();
  }

  Speaker speaker() {
    return new Speaker(node.name, nodeLife, key, recovering);
  }

  /**
   * Speaks for a session that somebody else has spoken for.
   *
   * <p>A window that this node still has, or had when the session's entity failed, is worth more
   * than starting over: its report comes first, and only then is the session taken over.
   */
  void recover() {
    node.world.see(new Fact.Recovered(speaker(), state()));
    awaitsReport = node.hasWindowOf(state());
    if (state().phase() != SessionPhase.NEW && !awaitsReport) {
      takeOver();
    }
  }

  private void takeOver() {
    if (isOver()) {
      return;
    }
    recovering = true;
    outstanding().forEach(this::carryOut);
    handle(new SessionInput.TakeOver());
    recovering = false;
  }

  @Override
  protected void writing(SessionInput input, List<SessionEvent> events) {
    node.world.see(new Fact.Writing(speaker(), input, events, node.hasOpenWindow(state())));
  }

  @Override
  protected void durable(
      SessionInput input, Session before, Session after, List<SessionEvent> events) {
    if (node.world.traces()) {
      for (SessionEvent event : events) {
        node.world.trace(node.name, key, " ", SessionLog.line(node.calendar(), event));
      }
    }
    node.world.see(new Fact.Kept(speaker(), input, before, after, events));
  }

  @Override
  protected void applied(Session before, List<SessionEvent> events) {
    if (before.phase() == SessionPhase.WINDOW_OPEN && state().phase() != SessionPhase.WINDOW_OPEN) {
      node.forgetWindow(key);
      if (awaitsReport) {
        awaitsReport = false;
        node.after(0, this::takeOver);
      }
      List<SessionInput> due = List.copyOf(deferred);
      deferred.clear();
      due.forEach(input -> node.after(0, () -> handle(input)));
    }
  }

  @Override
  protected void failed() {
    node.sessionFailed(this);
  }

  @Override
  protected void carryOut(SessionEffect effect) {
    switch (effect) {
      case SessionEffect.AskWriter ask ->
          node.world.askWriter(
              node, speaker(), new Asker(node, key, false), ask.writer(), ask.request());
      case SessionEffect.AskProvider ask ->
          node.world.askProvider(
              node, speaker(), new Asker(node, key, false), ask.provider(), ask.request());
      case SessionEffect.AskSlot ask -> node.world.askSlot(node, ask.host(), ask.request());
      case SessionEffect.TellFate tell ->
          node.world.tellFate(node, tell.provider(), tell.set(), tell.lives());
      case SessionEffect.OpenWindow open -> node.openWindow(key, open.plan());
      case SessionEffect.AbortWindow abort -> node.abortWindow(key, abort.cause());
      case SessionEffect.Defer defer -> deferred.add(defer.input());
      case SessionEffect.StartTimer start -> start(start.timer(), start.after().toNanos());
      case SessionEffect.CancelTimer cancel -> timers.remove(cancel.timer());
    }
  }

  private void start(SessionTimer timer, long after) {
    int number = ++timerNumber;
    timers.put(timer, number);
    node.after(
        after,
        () -> {
          Integer running = timers.get(timer);
          if (running == null || running != number || isOver()) {
            return;
          }
          timers.remove(timer);
          // It has fired: from here on no cancelling reaches it.
          node.arrive(
              node.kernel.between(0, 2 * Kernel.MILLI),
              () -> {
                if (node.life() == nodeLife) {
                  handle(new SessionInput.TimerDue(timer));
                }
              });
        });
  }

  @Override
  protected void answer(SessionInput input, SessionReply reply) {
    node.world.see(new Fact.Replied(key, reply, isQuestion(input)));
    node.world.answer(node, key, reply);
  }

  private static boolean isQuestion(SessionInput input) {
    return input instanceof SessionInput.GatherWriterStatus
        || input instanceof SessionInput.QueryStatus
        || input instanceof SessionInput.GetSnapshotProperties
        || input instanceof SessionInput.Cancel
        || input instanceof SessionInput.KeepAlive;
  }
}
