package io.lull.protocol.window;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.window.WindowEffect.StartTimer;
import io.lull.protocol.window.WriterProgress.Status;
import java.util.stream.IntStream;

/** What time does to a window. */
final class LimitRules {
  // A lost message costs a fifth of the thaw limit, so that several repeats fit into it.
  private static final int REPEATS = 5;

  private LimitRules() {}

  static StartTimer repeat(Window window) {
    return new StartTimer(WindowTimer.REPEAT, window.plan().limits().thaw().dividedBy(REPEATS));
  }

  /** True once the window has waited as long as it may; a timer may still be on its way. */
  static boolean passed(Window window, Uptime now) {
    return !now.isBefore(window.barrier().deadline());
  }

  static Decision<WindowEvent, WindowEffect, Void> due(
      Window window, WindowInput.TimerDue input, Uptime now) {
    return input.timer() == WindowTimer.REPEAT && window.phase() == WindowPhase.THAWING
        ? repeatThaw(window)
        : Decision.nothing();
  }

  static Decision<WindowEvent, WindowEffect, Void> abortDue(
      Window window, WindowInput.TimerDue input, Uptime now) {
    return input.timer() == WindowTimer.REPEAT ? repeatAbort(window) : Decision.nothing();
  }

  /** What follows when the deadline of the present barrier is past. */
  static Decision<WindowEvent, WindowEffect, Void> overdue(Window window, Uptime now) {
    return switch (window.phase()) {
      case FREEZING ->
          silent(
              window,
              missing(window, Failure.FREEZE_DEADLINE, "all writers to stand still in time"),
              now);
      case PRE_COMMITTING, COMMITTING, POST_COMMITTING ->
          AbortRules.fail(
              new Outcome(),
              window,
              missing(window, Failure.COMMIT_DEADLINE, "all providers to commit in time"),
              now);
      case THAWING ->
          silent(
              window,
              missing(window, Failure.THAW_UNCONFIRMED, "all writers to confirm Thaw in time"),
              now);
      case ABORTING -> Reports.close(new Outcome(), window, now);
      case PLANNED, CLOSED -> Decision.nothing();
    };
  }

  private static Decision<WindowEvent, WindowEffect, Void> silent(
      Window window, Fault fault, Uptime now) {
    return AbortRules.fail(window, fault, AbortRules.silent(window, fault), now);
  }

  private static Fault missing(Window window, Failure failure, String expected) {
    return Fault.expected(failure, expected, window.awaiting() + " of them have not answered");
  }

  private static Decision<WindowEvent, WindowEffect, Void> repeatThaw(Window window) {
    Outcome outcome = new Outcome();
    places(window, Status.THAW_ASKED)
        .forEach(
            place ->
                outcome.effect(ThawRules.thaw(window, place, window.receipts().orElseThrow())));
    outcome.effect(repeat(window));
    return outcome.decision();
  }

  private static Decision<WindowEvent, WindowEffect, Void> repeatAbort(Window window) {
    Outcome outcome = new Outcome();
    places(window, Status.ABORT_ASKED)
        .forEach(
            place ->
                outcome.effect(
                    AbortRules.abort(
                        window,
                        window.plan().writers().get(place),
                        window.failure().orElseThrow())));
    outcome.effect(repeat(window));
    return outcome.decision();
  }

  private static IntStream places(Window window, Status status) {
    return IntStream.range(0, window.writers().size())
        .filter(place -> window.writers().get(place).status() == status);
  }
}
