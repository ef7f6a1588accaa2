package io.lull.protocol.window;

import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.window.Window.Times;
import io.lull.protocol.window.WriterProgress.Status;
import io.lull.protocol.writer.WriterLevel;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What each event does to the state of a window. */
final class WindowEvents {
  private WindowEvents() {}

  static Window apply(Window window, WindowEvent event) {
    return switch (event) {
      case WindowEvent.WindowOpened e ->
          window
              .with(new Barrier(WindowPhase.FREEZING, Optional.empty(), 0, e.deadline()))
              .with(new Times(e.at(), e.at(), window.times().leaseUntil()));
      case WindowEvent.LevelFreezing e -> levelFreezing(window, e.level(), e.at());
      case WindowEvent.WriterHeld e -> held(window, e);
      case WindowEvent.PreCommitAsked e -> preCommitAsked(window, e);
      case WindowEvent.CommitAsked e ->
          providers(window, WindowPhase.COMMITTING, window.barrier().deadline());
      case WindowEvent.PostCommitAsked e ->
          providers(window, WindowPhase.POST_COMMITTING, window.barrier().deadline());
      case WindowEvent.ProviderReady e -> ready(window, e);
      case WindowEvent.ReceiptTaken e ->
          window
              .with(
                  window.place(e.provider()),
                  window.providers().get(window.place(e.provider())).committed(e.receipt()))
              .with(window.barrier().oneLess());
      case WindowEvent.LevelThawing e -> levelThawing(window, e);
      case WindowEvent.WriterReleased e -> {
        int place = window.place(e.writer());
        yield window
            .with(
                place,
                window
                    .writers()
                    .get(place)
                    .released(e.attestation())
                    .at(moments -> moments.runs(window.since(e.at()))))
            .with(window.barrier().oneLess());
      }
      case WindowEvent.WindowFailed e -> failed(window, e);
      case WindowEvent.WriterAborted e ->
          answered(
              window,
              e.writer(),
              progress ->
                  progress.now(Status.ABORTED).at(moments -> moments.runs(window.since(e.at()))));
      case WindowEvent.WriterUnconfirmed e ->
          answered(window, e.writer(), progress -> progress.now(Status.UNCONFIRMED));
      case WindowEvent.WindowClosed e ->
          window.with(
              new Barrier(WindowPhase.CLOSED, Optional.empty(), 0, new Uptime(Long.MAX_VALUE)));
    };
  }

  private static Window levelFreezing(Window window, WriterLevel level, Uptime at) {
    Window asked = level(window, WindowPhase.FREEZING, level, window.barrier().deadline());
    for (int place : window.level(level).toArray()) {
      WriterId writer = window.plan().writers().get(place).id();
      asked =
          asked.with(
              place,
              asked.writers().get(place).asked(WriterMoments.asked(writer, window.since(at))));
    }
    return asked.with(new Times(window.times().opened(), at, window.times().leaseUntil()));
  }

  private static Window levelThawing(Window window, WindowEvent.LevelThawing event) {
    Window asked = level(window, WindowPhase.THAWING, event.level(), event.deadline());
    for (int place : window.level(event.level()).toArray()) {
      asked =
          asked.with(
              place,
              asked
                  .writers()
                  .get(place)
                  .now(Status.THAW_ASKED)
                  .at(moments -> moments.thawed(window.since(event.at()))));
    }
    return asked.with(event.receipts());
  }

  private static Window preCommitAsked(Window window, WindowEvent.PreCommitAsked event) {
    Window asked = providers(window, WindowPhase.PRE_COMMITTING, event.deadline());
    for (int place = 0; place < window.providers().size(); place++) {
      ProviderId provider = window.plan().providers().get(place).id();
      asked =
          asked.with(
              place,
              ProviderProgress.asked(
                  new ProviderMoments(provider, window.since(event.at()), Optional.empty())));
    }
    return asked;
  }

  private static Window held(Window window, WindowEvent.WriterHeld event) {
    int place = window.place(event.writer());
    Times times = window.times();
    Uptime least = event.until().isBefore(times.leaseUntil()) ? event.until() : times.leaseUntil();
    return window
        .with(
            place,
            window
                .writers()
                .get(place)
                .held(event.token())
                .at(moments -> moments.held(window.since(event.at()))))
        .with(new Times(times.opened(), times.asked(), least))
        .with(window.barrier().oneLess());
  }

  private static Window ready(Window window, WindowEvent.ProviderReady event) {
    int place = window.place(event.provider());
    ProviderProgress progress = window.providers().get(place);
    return window
        .with(
            place,
            window.phase() == WindowPhase.PRE_COMMITTING
                ? progress.preCommitted()
                : progress.postCommitted(window.since(event.at())))
        .with(window.barrier().oneLess());
  }

  private static Window providers(Window window, WindowPhase phase, Uptime deadline) {
    return window.with(new Barrier(phase, Optional.empty(), window.providers().size(), deadline));
  }

  private static Window level(
      Window window, WindowPhase phase, WriterLevel level, Uptime deadline) {
    int awaiting = Math.toIntExact(window.level(level).count());
    return window.with(new Barrier(phase, Optional.of(level), awaiting, deadline));
  }

  private static Window failed(Window window, WindowEvent.WindowFailed event) {
    int writers = window.writers().size();
    Window failed =
        window
            .with(event.fault(), event.failed())
            .with(new Barrier(WindowPhase.ABORTING, Optional.empty(), writers, event.deadline()));
    for (int place = 0; place < writers; place++) {
      failed =
          failed.with(
              place,
              failed
                  .writers()
                  .get(place)
                  .now(Status.ABORT_ASKED)
                  .at(moments -> moments.thawed(window.since(event.at()))));
    }
    return failed;
  }

  private static Window answered(
      Window window, WriterId writer, UnaryOperator<WriterProgress> how) {
    int place = window.place(writer);
    return window
        .with(place, how.apply(window.writers().get(place)))
        .with(window.barrier().oneLess());
  }
}
