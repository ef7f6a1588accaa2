package io.lull.protocol.window;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.window.WindowEffect.AskWriter;
import io.lull.protocol.window.WindowEffect.StartTimer;
import io.lull.protocol.window.WindowEvent.LevelFreezing;
import io.lull.protocol.window.WindowEvent.WindowOpened;
import io.lull.protocol.window.WindowEvent.WriterHeld;
import io.lull.protocol.window.WriterProgress.Status;
import io.lull.protocol.writer.WriterInput.Freeze;
import io.lull.protocol.writer.WriterLevel;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Bringing all writers to a stand, level by level. */
final class FreezeRules {
  private FreezeRules() {}

  static Decision<WindowEvent, WindowEffect, Void> open(
      Window window, WindowInput.OpenWindow input, Uptime now) {
    Duration limit = window.plan().freezeLimit();
    Outcome outcome = new Outcome();
    outcome.event(new WindowOpened(now, now.plus(limit)));
    if (limit.isNegative() || limit.isZero()) {
      return AbortRules.fail(
          outcome,
          window,
          Fault.expected(
              Failure.LEASE_TOO_SHORT,
              "a lease longer than commit and thaw take together",
              "it leaves " + limit + " to freeze"),
          now);
    }
    outcome.effect(new StartTimer(WindowTimer.FREEZE, limit));
    return freezeNext(outcome, outcome.applyTo(window), Optional.empty(), now);
  }

  static Decision<WindowEvent, WindowEffect, Void> froze(
      Window window, WindowInput.WriterFroze input, Uptime now) {
    OptionalInt place = window.place(input.reply().writer(), input.stamp());
    if (place.isEmpty() || window.writers().get(place.getAsInt()).status() != Status.FREEZE_ASKED) {
      return Decision.nothing();
    }
    // The host counts its lease from when it took the Freeze up, which cannot be before it was
    // sent; so this bound is never later than the truth, whatever the clocks say.
    Uptime until = window.times().asked().plus(input.reply().lease());
    Outcome outcome = new Outcome();
    outcome.event(new WriterHeld(input.reply().writer(), input.reply().token(), until, now));
    if (window.awaiting() > 1) {
      return outcome.decision();
    }
    Window standing = outcome.applyTo(window);
    return freezeNext(outcome, standing, standing.barrier().level(), now);
  }

  /** Freezes the next level that has writers, or goes on to the providers. */
  private static Decision<WindowEvent, WindowEffect, Void> freezeNext(
      Outcome outcome, Window window, Optional<WriterLevel> last, Uptime now) {
    Optional<WriterLevel> next =
        window.plan().writers().stream()
            .map(WindowWriter::level)
            .filter(level -> last.isEmpty() || level.compareTo(last.get()) > 0)
            .findFirst();
    if (next.isEmpty()) {
      return CommitRules.preCommit(outcome, window, now);
    }
    outcome.event(new LevelFreezing(next.get(), now));
    window
        .level(next.get())
        .mapToObj(window.plan().writers()::get)
        .forEach(
            writer ->
                outcome.effect(
                    new AskWriter(
                        writer.id(), new Freeze(window.plan().stamp(writer), writer.lease()))));
    return outcome.decision();
  }
}
