package io.lull.protocol.window;

import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.window.Window.Times;
import io.lull.protocol.window.WriterProgress.Status;
import io.lull.protocol.writer.WriterLevel;
import java.util.Optional;

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
      case WindowEvent.PreCommitAsked e ->
          providers(window, WindowPhase.PRE_COMMITTING, e.deadline());
      case WindowEvent.CommitAsked e ->
          providers(window, WindowPhase.COMMITTING, window.barrier().deadline());
      case WindowEvent.PostCommitAsked e ->
          providers(window, WindowPhase.POST_COMMITTING, window.barrier().deadline());
      case WindowEvent.ProviderReady e -> ready(window, e);
      case WindowEvent.ReceiptTaken e ->
          window
              .with(
                  window.place(e.provider()),
                  new ProviderProgress(ProviderStep.COMMIT, Optional.of(e.receipt())))
              .with(window.barrier().oneLess());
      case WindowEvent.LevelThawing e ->
          level(window, WindowPhase.THAWING, e.level(), Status.THAW_ASKED, e.deadline())
              .with(e.receipts());
      case WindowEvent.WriterReleased e -> {
        int place = window.place(e.writer());
        yield window
            .with(place, window.writers().get(place).released(e.attestation()))
            .with(window.barrier().oneLess());
      }
      case WindowEvent.WindowFailed e -> failed(window, e);
      case WindowEvent.WriterAborted e -> answered(window, e.writer(), Status.ABORTED);
      case WindowEvent.WriterUnconfirmed e -> answered(window, e.writer(), Status.UNCONFIRMED);
      case WindowEvent.WindowClosed e ->
          window.with(
              new Barrier(WindowPhase.CLOSED, Optional.empty(), 0, new Uptime(Long.MAX_VALUE)));
    };
  }

  private static Window levelFreezing(Window window, WriterLevel level, Uptime at) {
    return level(
            window, WindowPhase.FREEZING, level, Status.FREEZE_ASKED, window.barrier().deadline())
        .with(new Times(window.times().opened(), at, window.times().leaseUntil()));
  }

  private static Window held(Window window, WindowEvent.WriterHeld event) {
    int place = window.place(event.writer());
    Times times = window.times();
    Uptime least = event.until().isBefore(times.leaseUntil()) ? event.until() : times.leaseUntil();
    return window
        .with(place, window.writers().get(place).held(event.token()))
        .with(new Times(times.opened(), times.asked(), least))
        .with(window.barrier().oneLess());
  }

  private static Window ready(Window window, WindowEvent.ProviderReady event) {
    int place = window.place(event.provider());
    ProviderStep step =
        window.phase() == WindowPhase.PRE_COMMITTING
            ? ProviderStep.PRE_COMMIT
            : ProviderStep.POST_COMMIT;
    return window
        .with(place, new ProviderProgress(step, window.providers().get(place).receipt()))
        .with(window.barrier().oneLess());
  }

  private static Window providers(Window window, WindowPhase phase, Uptime deadline) {
    return window.with(new Barrier(phase, Optional.empty(), window.providers().size(), deadline));
  }

  private static Window level(
      Window window, WindowPhase phase, WriterLevel level, Status status, Uptime deadline) {
    int[] places = window.level(level).toArray();
    Window asked = window.with(new Barrier(phase, Optional.of(level), places.length, deadline));
    for (int place : places) {
      asked = asked.with(place, asked.writers().get(place).now(status));
    }
    return asked;
  }

  private static Window failed(Window window, WindowEvent.WindowFailed event) {
    int writers = window.writers().size();
    Window failed =
        window
            .with(event.fault(), event.failed())
            .with(new Barrier(WindowPhase.ABORTING, Optional.empty(), writers, event.deadline()));
    for (int place = 0; place < writers; place++) {
      failed = failed.with(place, failed.writers().get(place).now(Status.ABORT_ASKED));
    }
    return failed;
  }

  private static Window answered(Window window, WriterId writer, Status status) {
    int place = window.place(writer);
    return window
        .with(place, window.writers().get(place).now(status))
        .with(window.barrier().oneLess());
  }
}
