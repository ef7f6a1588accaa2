package io.lull.protocol.story;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionMachine;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.session.SessionTimer;
import io.lull.protocol.slot.SlotInput;
import io.lull.protocol.slot.SlotReply;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.window.Window;
import io.lull.protocol.window.WindowEffect;
import io.lull.protocol.window.WindowEvent;
import io.lull.protocol.window.WindowInput;
import io.lull.protocol.window.WindowMachine;
import io.lull.protocol.window.WindowPhase;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.writer.WriterReply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One session and its window among participants that obey a script; time passes when told to.
 *
 * <p>Messages arrive in the order of sending, so that a story has one outcome.
 */
public final class World {
  /** One decision of the session, from the state before to the state after. */
  public record SessionStep(
      Session before,
      SessionInput input,
      Instant at,
      Decision<SessionEvent, SessionEffect, SessionReply> decision,
      Session after) {}

  /** One decision of the window, from the state before to the state after. */
  public record WindowStep(
      Window before,
      WindowInput input,
      Uptime at,
      Decision<WindowEvent, WindowEffect, Void> decision,
      Window after) {}

  private static final SessionMachine SESSIONS = new SessionMachine();
  private static final WindowMachine WINDOWS = new WindowMachine();
  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  public final Cast cast;
  final Print print = new Print();
  private final Deque<Runnable> mail = new ArrayDeque<>();
  private final Map<String, Runnable> kept = new LinkedHashMap<>();
  private final Map<Object, Instant> timers = new LinkedHashMap<>();
  private final List<SessionInput> deferred = new ArrayList<>();
  private final List<SessionStep> sessionSteps = new ArrayList<>();
  private final List<WindowStep> windowSteps = new ArrayList<>();
  private final List<SessionReply> replies = new ArrayList<>();
  private final List<WindowReport> reports = new ArrayList<>();
  private Session session;
  private Optional<Window> window = Optional.empty();
  private Instant now = BEGINNING;

  World(Cast cast, SessionId id) {
    this.cast = cast;
    this.session = Session.fresh(id);
  }

  public Session session() {
    return session;
  }

  public Optional<Window> window() {
    return window;
  }

  public List<SessionStep> sessionSteps() {
    return List.copyOf(sessionSteps);
  }

  public List<WindowStep> windowSteps() {
    return List.copyOf(windowSteps);
  }

  /** All answers to the requester, in order. */
  public List<SessionReply> replies() {
    return List.copyOf(replies);
  }

  /** All events of the session, in order, as its journal has them. */
  public List<SessionEvent> journal() {
    return sessionSteps.stream().flatMap(step -> step.decision().events().stream()).toList();
  }

  public List<WindowReport> reports() {
    return List.copyOf(reports);
  }

  /** What somebody brings to the session; everything that follows at once follows. */
  public void give(SessionInput input) {
    decide(input);
    settle();
  }

  /** What somebody brings to the window, if one is there. */
  public void give(WindowInput input) {
    decide(input);
    settle();
  }

  /** Lets the answer arrive that was kept on its way. */
  void release(String who, String step) {
    Runnable answer = kept.remove(who + " " + step);
    if (answer == null) {
      throw new IllegalArgumentException("expected a kept answer of " + who + " to " + step);
    }
    answer.run();
    settle();
  }

  /** Time passes; every timer that becomes due is given in its turn. */
  void advance(Duration time) {
    Instant end = now.plus(time);
    while (true) {
      Optional<Map.Entry<Object, Instant>> due =
          timers.entrySet().stream()
              .filter(entry -> !entry.getValue().isAfter(end))
              .min(Map.Entry.comparingByValue());
      if (due.isEmpty()) {
        break;
      }
      Object timer = due.get().getKey();
      now = due.get().getValue();
      timers.remove(timer);
      cast.writers.values().forEach(writer -> writer.expire(now));
      switch (timer) {
        case SessionTimer of -> decide(new SessionInput.TimerDue(of));
        default -> decide(new WindowInput.TimerDue((io.lull.protocol.window.WindowTimer) timer));
      }
      settle();
    }
    now = end;
    cast.writers.values().forEach(writer -> writer.expire(now));
  }

  /** The host can no longer be reached; the session and an open window are told. */
  void lose(HostId host) {
    Fault fault = Fault.of(Failure.HOST_UNREACHABLE, "the script says that " + host + " is gone");
    decide(new SessionInput.HostLost(host, fault));
    settle();
  }

  /** The process that speaks for the session is gone, with its window, its mail and its timers. */
  void crash() {
    mail.clear();
    timers.clear();
    deferred.clear();
    window = Optional.empty();
  }

  /** Another one recovers it: first what is always safe, then a higher epoch. */
  void recover() {
    session = SESSIONS.replay(Session.fresh(session.id()), journal());
    List<SessionEffect> outstanding = SESSIONS.outstanding(session, now);
    print.effects(outstanding);
    outstanding.forEach(this::carryOut);
    decide(new SessionInput.TakeOver());
    settle();
  }

  private void settle() {
    while (!mail.isEmpty()) {
      mail.removeFirst().run();
    }
  }

  private void decide(SessionInput input) {
    Session before = session;
    var decision = SESSIONS.decide(before, input, now);
    session = SESSIONS.replay(before, decision.events());
    sessionSteps.add(new SessionStep(before, input, now, decision, session));
    replies.addAll(decision.replies());
    print.session(now, decision);
    decision.effects().forEach(this::carryOut);
  }

  private void decide(WindowInput input) {
    window.ifPresent(
        before -> {
          var decision = WINDOWS.decide(before, input, uptime());
          Window after = WINDOWS.replay(before, decision.events());
          window = Optional.of(after);
          windowSteps.add(new WindowStep(before, input, uptime(), decision, after));
          print.window(decision);
          decision.effects().forEach(this::carryOut);
        });
  }

  private Uptime uptime() {
    return new Uptime(Duration.between(BEGINNING, now).toNanos());
  }

  private void carryOut(SessionEffect effect) {
    switch (effect) {
      case SessionEffect.AskWriter ask ->
          asked(
              ask.writer().toString(),
              ask.request(),
              (how, arrive) -> {
                WriterReply reply = cast.ask(ask.writer(), ask.request(), how, now);
                arrive.accept(() -> decide(new SessionInput.WriterSaid(reply)));
              });
      case SessionEffect.AskProvider ask ->
          asked(
              ask.provider().toString(),
              ask.request(),
              (how, arrive) -> {
                ProviderReply reply = cast.ask(ask.provider(), ask.request(), how);
                arrive.accept(() -> decide(new SessionInput.ProviderSaid(reply)));
              });
      case SessionEffect.AskSlot ask -> askSlot(ask.host(), ask.request());
      case SessionEffect.TellFate _ -> {}
      case SessionEffect.OpenWindow open -> {
        window = Optional.of(Window.planned(open.plan()));
        mail.add(() -> decide(new WindowInput.OpenWindow()));
      }
      case SessionEffect.AbortWindow abort ->
          mail.add(() -> decide(new WindowInput.AbortWindow(abort.cause())));
      case SessionEffect.Defer defer -> deferred.add(defer.input());
      case SessionEffect.StartTimer start -> timers.put(start.timer(), now.plus(start.after()));
      case SessionEffect.CancelTimer cancel -> timers.remove(cancel.timer());
    }
  }

  private void carryOut(WindowEffect effect) {
    switch (effect) {
      case WindowEffect.AskWriter ask ->
          asked(
              ask.writer().toString(),
              ask.request(),
              (how, arrive) -> {
                WriterReply reply = cast.ask(ask.writer(), ask.request(), how, now);
                arrive.accept(() -> decide(windowInput(reply)));
              });
      case WindowEffect.AskProvider ask ->
          asked(
              ask.provider().toString(),
              ask.request(),
              (how, arrive) -> {
                ProviderReply reply = cast.ask(ask.provider(), ask.request(), how);
                arrive.accept(() -> decide(windowInput(reply)));
              });
      case WindowEffect.StartTimer start -> timers.put(start.timer(), now.plus(start.after()));
      case WindowEffect.CancelTimer cancel -> timers.remove(cancel.timer());
      case WindowEffect.Report report -> {
        reports.add(report.report());
        mail.add(() -> decide(new SessionInput.WindowReported(report.report())));
        List<SessionInput> waiting = List.copyOf(deferred);
        deferred.clear();
        waiting.forEach(input -> mail.add(() -> decide(input)));
      }
    }
  }

  /** What happens when a request arrives, if it does. */
  private interface Arrival {
    void at(How how, java.util.function.Consumer<Runnable> answer);
  }

  private void asked(String who, Object request, Arrival arrival) {
    How how = cast.cue(who, request);
    mail.add(
        () -> {
          if (how == How.MISS) {
            return;
          }
          arrival.at(
              how,
              answer -> {
                String name = who + " " + request.getClass().getSimpleName();
                switch (how) {
                  case KEEP -> kept.put(name, answer);
                  case DROP, MISS -> {}
                  case OBEY, FAIL, OBJECT, REFUSE, DECLINE, PASS, LAPSE -> mail.add(answer);
                }
              });
        });
  }

  private void askSlot(HostId host, SlotInput request) {
    asked(
        host.toString(),
        request,
        (_, arrive) -> {
          Optional<SlotReply> reply = cast.ask(host, request);
          reply.ifPresent(said -> arrive.accept(() -> decide(new SessionInput.SlotSaid(said))));
        });
  }

  private static WindowInput windowInput(WriterReply reply) {
    return switch (reply) {
      case WriterReply.Frozen frozen -> new WindowInput.WriterFroze(frozen);
      case WriterReply.Thawed thawed -> new WindowInput.WriterLetGo(thawed);
      case WriterReply.Handled handled -> new WindowInput.WriterHandled(handled);
      case WriterReply.Refused refused -> new WindowInput.WriterRefused(refused);
      case WriterReply.Identified _, WriterReply.Unidentified _, WriterReply.Status _ ->
          throw new IllegalStateException("expected an answer to a window, but got " + reply);
    };
  }

  private static WindowInput windowInput(ProviderReply reply) {
    return switch (reply) {
      case ProviderReply.Stepped stepped -> new WindowInput.ProviderStepped(stepped);
      case ProviderReply.Committed committed -> new WindowInput.ProviderCommitted(committed);
      case ProviderReply.Refused refused -> new WindowInput.ProviderRefused(refused);
      case ProviderReply.Begun _, ProviderReply.Deleted _ ->
          throw new IllegalStateException("expected an answer to a window, but got " + reply);
    };
  }

  /** True while the window is open. */
  public boolean windowIsOpen() {
    return window.filter(open -> open.phase() != WindowPhase.CLOSED).isPresent();
  }
}
