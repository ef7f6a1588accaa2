package io.lull.protocol.window;

import io.lull.protocol.certificate.Attestation;
import io.lull.protocol.certificate.Chain;
import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.window.WindowEffect.AskWriter;
import io.lull.protocol.window.WindowEffect.StartTimer;
import io.lull.protocol.window.WindowEvent.LevelThawing;
import io.lull.protocol.window.WindowEvent.WriterReleased;
import io.lull.protocol.window.WriterProgress.Status;
import io.lull.protocol.writer.WriterInput.Thaw;
import io.lull.protocol.writer.WriterLevel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Letting all writers go, the levels in reverse. */
final class ThawRules {
  private ThawRules() {}

  /** Begins with the level that was frozen last. */
  static Decision<WindowEvent, WindowEffect, Void> thawFirst(
      Outcome outcome, Window window, Uptime now) {
    outcome.effect(new StartTimer(WindowTimer.THAW, window.plan().limits().thaw()));
    outcome.effect(LimitRules.repeat(window));
    return thawNext(outcome, window, Optional.empty(), now);
  }

  static Decision<WindowEvent, WindowEffect, Void> letGo(
      Window window, WindowInput.WriterLetGo input, Uptime now) {
    OptionalInt place = window.place(input.reply().writer(), input.stamp());
    if (place.isEmpty() || window.writers().get(place.getAsInt()).status() != Status.THAW_ASKED) {
      return Decision.nothing();
    }
    WriterProgress progress = window.writers().get(place.getAsInt());
    Attestation attestation = input.reply().attestation();
    if (!attests(window, progress, attestation)) {
      Fault fault =
          Fault.expected(
              Failure.HOLD_LAPSED,
              input.reply().writer() + " to be held until its Thaw",
              "its host says " + attestation.end());
      return AbortRules.fail(
          window, fault, List.of(AbortRules.failed(window, input.reply().writer(), fault)), now);
    }
    Outcome outcome = new Outcome();
    outcome.event(new WriterReleased(input.reply().writer(), attestation, now));
    return window.awaiting() > 1
        ? outcome.decision()
        : thawNext(outcome, outcome.applyTo(window), window.barrier().level(), now);
  }

  /** The Thaw of one writer; every thaw names the hold that it ends. */
  static AskWriter thaw(Window window, int place, Digest receipts) {
    WindowWriter writer = window.plan().writers().get(place);
    HoldToken token = window.writers().get(place).token().orElseThrow();
    return new AskWriter(writer.id(), new Thaw(window.plan().stamp(writer), token, receipts));
  }

  private static boolean attests(Window window, WriterProgress progress, Attestation attestation) {
    return attestation.end() == HoldEnd.HELD
        && progress.token().equals(Optional.of(attestation.token()))
        && window.receipts().equals(Optional.of(attestation.receipts()));
  }

  private static Decision<WindowEvent, WindowEffect, Void> thawNext(
      Outcome outcome, Window window, Optional<WriterLevel> last, Uptime now) {
    Optional<WriterLevel> next =
        window.plan().writers().stream()
            .map(WindowWriter::level)
            .filter(level -> last.isEmpty() || level.compareTo(last.get()) < 0)
            .max(Comparator.naturalOrder());
    if (next.isEmpty()) {
      return Reports.close(outcome, window, now);
    }
    Digest receipts =
        window
            .receipts()
            .orElseGet(
                () ->
                    Chain.ofReceipts(
                        window.plan().set(), window.plan().epoch(), Reports.receipts(window)));
    Uptime deadline =
        last.isEmpty() ? now.plus(window.plan().limits().thaw()) : window.barrier().deadline();
    outcome.event(new LevelThawing(next.get(), receipts, deadline, now));
    window.level(next.get()).forEach(place -> outcome.effect(thaw(window, place, receipts)));
    return outcome.decision();
  }
}
