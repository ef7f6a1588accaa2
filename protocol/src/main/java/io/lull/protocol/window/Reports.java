package io.lull.protocol.window;

import io.lull.protocol.certificate.Attestation;
import io.lull.protocol.certificate.Hold;
import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.window.WindowEffect.CancelTimer;
import io.lull.protocol.window.WindowEffect.Report;
import io.lull.protocol.window.WindowEvent.WindowClosed;
import io.lull.protocol.window.WriterProgress.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a window tells of itself. */
final class Reports {
  private Reports() {}

  /** Ends the window with a report. */
  static Decision<WindowEvent, WindowEffect, Void> close(
      Outcome outcome, Window window, Uptime now) {
    for (WindowTimer timer : WindowTimer.values()) {
      outcome.effect(new CancelTimer(timer));
    }
    outcome.event(new WindowClosed(now));
    outcome.effect(new Report(report(window, now)));
    return outcome.decision();
  }

  static List<Hold> holds(Window window) {
    List<Hold> holds = new ArrayList<>();
    for (int place = 0; place < window.writers().size(); place++) {
      WindowWriter writer = window.plan().writers().get(place);
      window
          .writers()
          .get(place)
          .token()
          .ifPresent(token -> holds.add(new Hold(writer.id(), writer.incarnation(), token)));
    }
    return holds;
  }

  static List<Receipt> receipts(Window window) {
    return window.providers().toList().stream()
        .map(ProviderProgress::receipt)
        .flatMap(Optional::stream)
        .toList();
  }

  private static WindowReport report(Window window, Uptime now) {
    List<Attestation> attestations = new ArrayList<>();
    Set<WriterId> unconfirmed = new HashSet<>();
    for (int place = 0; place < window.writers().size(); place++) {
      WriterProgress progress = window.writers().get(place);
      progress.attestation().ifPresent(attestations::add);
      if (progress.status() == Status.ABORT_ASKED || progress.status() == Status.UNCONFIRMED) {
        unconfirmed.add(window.plan().writers().get(place).id());
      }
    }
    return new WindowReport(
        window.plan().set(),
        window.plan().epoch(),
        window.failure(),
        window.failed(),
        holds(window),
        receipts(window),
        attestations,
        unconfirmed,
        window.since(now),
        Optional.of(moments(window)));
  }

  private static WindowMoments moments(Window window) {
    return new WindowMoments(
        window.writers().toList().stream()
            .map(WriterProgress::moments)
            .flatMap(Optional::stream)
            .toList(),
        window.providers().toList().stream()
            .map(ProviderProgress::moments)
            .flatMap(Optional::stream)
            .toList());
  }
}
