package io.lull.protocol.story;

import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionLog;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.table.Decision;
import io.lull.protocol.window.WindowEffect;
import io.lull.protocol.window.WindowEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a story prints: the session's log, the window's events, who is asked, and the answers. */
final class Print {
  private final List<String> lines = new ArrayList<>();
  private boolean silent;

  void silent(boolean quiet) {
    silent = quiet;
  }

  void line(String line) {
    if (!silent) {
      lines.add(line);
    }
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  void session(Instant at, Decision<SessionEvent, SessionEffect, SessionReply> decision) {
    decision.events().forEach(event -> line(SessionLog.line(at, event)));
    effects(decision.effects());
    decision.replies().stream()
        .filter(reply -> !decision.events().contains(new SessionEvent.Answered(reply)))
        .forEach(reply -> line("    answers " + reply.request() + ": " + text(reply)));
  }

  void window(Decision<WindowEvent, WindowEffect, Void> decision) {
    decision.events().forEach(event -> line("    window: " + text(event)));
    Map<String, List<String>> asks = new LinkedHashMap<>();
    for (WindowEffect effect : decision.effects()) {
      switch (effect) {
        case WindowEffect.AskWriter ask -> ask(asks, ask.request(), ask.writer());
        case WindowEffect.AskProvider ask -> ask(asks, ask.request(), ask.provider());
        case WindowEffect.StartTimer _, WindowEffect.CancelTimer _ -> {}
        case WindowEffect.Report report ->
            ask(asks, report, report.report().failure().map(f -> "failed").orElse("good"));
      }
    }
    print(asks);
  }

  void effects(List<SessionEffect> effects) {
    Map<String, List<String>> asks = new LinkedHashMap<>();
    for (SessionEffect effect : effects) {
      switch (effect) {
        case SessionEffect.AskWriter ask -> ask(asks, ask.request(), ask.writer());
        case SessionEffect.AskProvider ask -> ask(asks, ask.request(), ask.provider());
        case SessionEffect.AskSlot ask -> ask(asks, ask.request(), ask.host());
        case SessionEffect.TellFate tell -> ask(asks, tell, tell.provider() + " " + tell.lives());
        case SessionEffect.OpenWindow open -> ask(asks, open, "the keeper");
        case SessionEffect.AbortWindow abort -> ask(asks, abort, abort.cause().failure());
        case SessionEffect.Defer defer ->
            ask(asks, defer, defer.input().getClass().getSimpleName());
        case SessionEffect.StartTimer _, SessionEffect.CancelTimer _ -> {}
      }
    }
    print(asks);
  }

  private void print(Map<String, List<String>> asks) {
    asks.forEach((what, whom) -> line("    → " + what + ": " + String.join(", ", whom)));
  }

  private static void ask(Map<String, List<String>> asks, Object request, Object whom) {
    asks.computeIfAbsent(request.getClass().getSimpleName(), _ -> new ArrayList<>())
        .add(whom.toString());
  }

  private static String text(SessionReply reply) {
    return switch (reply) {
      case SessionReply.Refused refused -> refused.fault().toString();
      case SessionReply.Statuses statuses ->
          statuses.writers().stream().map(s -> s.writer() + " " + s.state()).toList()
              + (statuses.current() ? "" : " (not current)");
      case SessionReply.Properties properties -> properties.snapshots().toString();
      default -> reply.getClass().getSimpleName();
    };
  }

  private static String text(WindowEvent event) {
    String name = event.getClass().getSimpleName();
    return switch (event) {
      case WindowEvent.LevelFreezing e -> name + " " + e.level();
      case WindowEvent.WriterHeld e -> name + " " + e.writer();
      case WindowEvent.ProviderReady e -> name + " " + e.provider();
      case WindowEvent.ReceiptTaken e -> name + " " + e.provider();
      case WindowEvent.LevelThawing e -> name + " " + e.level();
      case WindowEvent.WriterReleased e -> name + " " + e.writer();
      case WindowEvent.WindowFailed e -> name + " " + e.fault();
      case WindowEvent.WriterAborted e -> name + " " + e.writer();
      case WindowEvent.WriterUnconfirmed e -> name + " " + e.writer();
      case WindowEvent.WindowOpened _,
          WindowEvent.PreCommitAsked _,
          WindowEvent.CommitAsked _,
          WindowEvent.PostCommitAsked _,
          WindowEvent.WindowClosed _ ->
          name;
    };
  }
}
