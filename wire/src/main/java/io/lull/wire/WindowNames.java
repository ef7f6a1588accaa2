package io.lull.wire;

import io.lull.protocol.window.WindowEffect;
import io.lull.protocol.window.WindowEvent;
import io.lull.protocol.window.WindowInput;
import java.util.List;

/** The names of all that a freeze window hears, does and says. */
final class WindowNames {
  static final Family<WindowEvent> EVENTS =
      Family.of(WindowEvent.class)
          .with("window-opened", WindowEvent.WindowOpened.class)
          .with("level-freezing", WindowEvent.LevelFreezing.class)
          .with("writer-held", WindowEvent.WriterHeld.class)
          .with("pre-commit-asked", WindowEvent.PreCommitAsked.class)
          .with("commit-asked", WindowEvent.CommitAsked.class)
          .with("post-commit-asked", WindowEvent.PostCommitAsked.class)
          .with("provider-ready", WindowEvent.ProviderReady.class)
          .with("receipt-taken", WindowEvent.ReceiptTaken.class)
          .with("level-thawing", WindowEvent.LevelThawing.class)
          .with("writer-released", WindowEvent.WriterReleased.class)
          .with("window-failed", WindowEvent.WindowFailed.class)
          .with("writer-aborted", WindowEvent.WriterAborted.class)
          .with("writer-unconfirmed", WindowEvent.WriterUnconfirmed.class)
          .with("window-closed", WindowEvent.WindowClosed.class);

  static final Family<WindowInput> INPUTS =
      Family.of(WindowInput.class)
          .with("open-window", WindowInput.OpenWindow.class)
          .with("writer-froze", WindowInput.WriterFroze.class)
          .with("writer-let-go", WindowInput.WriterLetGo.class)
          .with("writer-handled", WindowInput.WriterHandled.class)
          .with("writer-refused", WindowInput.WriterRefused.class)
          .with("provider-stepped", WindowInput.ProviderStepped.class)
          .with("provider-committed", WindowInput.ProviderCommitted.class)
          .with("provider-refused", WindowInput.ProviderRefused.class)
          .with("timer-due", WindowInput.TimerDue.class)
          .with("abort-window", WindowInput.AbortWindow.class)
          .with("host-lost", WindowInput.HostLost.class);

  static final Family<WindowEffect> EFFECTS =
      Family.of(WindowEffect.class)
          .with("ask-writer", WindowEffect.AskWriter.class)
          .with("ask-provider", WindowEffect.AskProvider.class)
          .with("start-timer", WindowEffect.StartTimer.class)
          .with("cancel-timer", WindowEffect.CancelTimer.class)
          .with("report", WindowEffect.Report.class);

  static final List<Family<?>> ALL = List.of(EVENTS, INPUTS, EFFECTS);

  private WindowNames() {}
}
