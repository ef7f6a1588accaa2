package io.lull.protocol.window;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.window.WindowEffect.AskWriter;
import io.lull.protocol.window.WindowEffect.CancelTimer;
import io.lull.protocol.window.WindowEffect.StartTimer;
import io.lull.protocol.window.WindowEvent.WindowFailed;
import io.lull.protocol.window.WindowEvent.WriterAborted;
import io.lull.protocol.window.WindowEvent.WriterUnconfirmed;
import io.lull.protocol.window.WriterProgress.Status;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterInput.Abort;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Unknown means thaw: one failure, and every writer of the plan is told to abort. */
final class AbortRules {
  private AbortRules() {}

  static Decision<WindowEvent, WindowEffect, Void> abort(
      Window window, WindowInput.AbortWindow input, Uptime now) {
    return fail(new Outcome(), window, input.cause(), now);
  }

  /** A failed handler fails the set; one that is merely late, or of another step, does not. */
  static Decision<WindowEvent, WindowEffect, Void> handlerFailed(
      Window window, WindowInput.WriterHandled input, Uptime now) {
    WriterReply.Handled reply = input.reply();
    return awaits(window, window.place(reply.writer(), reply.stamp()), reply.step())
        ? failure(reply.result())
            .map(fault -> fail(window, fault, List.of(failed(window, reply.writer(), fault)), now))
            .orElse(Decision.nothing())
        : Decision.nothing();
  }

  static Decision<WindowEvent, WindowEffect, Void> writerRefused(
      Window window, WindowInput.WriterRefused input, Uptime now) {
    WriterReply.Refused reply = input.reply();
    Fault fault = reply.fault();
    return awaits(window, window.place(reply.writer(), reply.stamp()), reply.step())
        ? fail(window, fault, List.of(failed(window, reply.writer(), fault)), now)
        : Decision.nothing();
  }

  static Decision<WindowEvent, WindowEffect, Void> hostLost(
      Window window, WindowInput.HostLost input, Uptime now) {
    return takesPart(window, input.host())
        ? fail(window, input.fault(), silent(window, input.fault(), input.host()), now)
        : Decision.nothing();
  }

  static Decision<WindowEvent, WindowEffect, Void> aborted(
      Window window, WindowInput.WriterHandled input, Uptime now) {
    WriterReply.Handled reply = input.reply();
    if (!awaits(window, window.place(reply.writer(), reply.stamp()), reply.step())) {
      return Decision.nothing();
    }
    Outcome outcome = new Outcome();
    // A handler that failed at Abort has not said that the application runs: it is asked again.
    outcome.event(
        failure(reply.result()).isEmpty()
            ? new WriterAborted(reply.writer(), now)
            : new WriterUnconfirmed(reply.writer()));
    return closeIfLast(outcome, window, now);
  }

  static Decision<WindowEvent, WindowEffect, Void> abortRefused(
      Window window, WindowInput.WriterRefused input, Uptime now) {
    WriterReply.Refused reply = input.reply();
    if (!awaits(window, window.place(reply.writer(), reply.stamp()), reply.step())) {
      return Decision.nothing();
    }
    Outcome outcome = new Outcome();
    outcome.event(new WriterUnconfirmed(reply.writer()));
    return closeIfLast(outcome, window, now);
  }

  static Decision<WindowEvent, WindowEffect, Void> hostLostAborting(
      Window window, WindowInput.HostLost input, Uptime now) {
    Outcome outcome = new Outcome();
    for (WindowWriter writer : window.plan().writers()) {
      if (writer.id().host().equals(input.host())
          && window.writers().get(window.place(writer.id())).status() == Status.ABORT_ASKED) {
        outcome.event(new WriterUnconfirmed(writer.id()));
      }
    }
    return closeIfLast(outcome, window, now);
  }

  /** Fails the set: Abort to every writer, whether or not it ever acknowledged a freeze. */
  static Decision<WindowEvent, WindowEffect, Void> fail(
      Outcome outcome, Window window, Fault fault, Uptime now) {
    return fail(outcome, window, fault, List.of(), now);
  }

  /** The same, by these writers. */
  static Decision<WindowEvent, WindowEffect, Void> fail(
      Window window, Fault fault, List<FailedWriter> failed, Uptime now) {
    return fail(new Outcome(), window, fault, failed, now);
  }

  /** A writer that failed at what it was asked last. */
  static FailedWriter failed(Window window, WriterId writer, Fault fault) {
    return new FailedWriter(
        writer, window.phase() == WindowPhase.THAWING ? WriterStep.THAW : WriterStep.FREEZE, fault);
  }

  /** The writers that were asked to freeze or to thaw and have not answered. */
  static List<FailedWriter> silent(Window window, Fault fault) {
    List<FailedWriter> silent = new ArrayList<>();
    for (WindowWriter writer : window.plan().writers()) {
      Status status = window.writers().get(window.place(writer.id())).status();
      if (status == Status.FREEZE_ASKED || status == Status.THAW_ASKED) {
        silent.add(failed(window, writer.id(), fault));
      }
    }
    return silent;
  }

  private static List<FailedWriter> silent(Window window, Fault fault, HostId host) {
    return silent(window, fault).stream()
        .filter(failed -> failed.writer().host().equals(host))
        .toList();
  }

  private static Decision<WindowEvent, WindowEffect, Void> fail(
      Outcome outcome, Window window, Fault fault, List<FailedWriter> failed, Uptime now) {
    outcome.effect(new CancelTimer(WindowTimer.FREEZE));
    outcome.effect(new CancelTimer(WindowTimer.COMMIT));
    outcome.effect(new CancelTimer(WindowTimer.THAW));
    outcome.event(new WindowFailed(fault, now.plus(window.plan().limits().abort()), failed, now));
    if (window.plan().writers().isEmpty()) {
      return Reports.close(outcome, outcome.applyTo(window), now);
    }
    outcome.effect(new StartTimer(WindowTimer.ABORT, window.plan().limits().abort()));
    outcome.effect(LimitRules.repeat(window));
    for (WindowWriter writer : window.plan().writers()) {
      outcome.effect(abort(window, writer, fault));
    }
    return outcome.decision();
  }

  static AskWriter abort(Window window, WindowWriter writer, Fault fault) {
    return new AskWriter(writer.id(), new Abort(window.plan().stamp(writer), fault.failure()));
  }

  private static Decision<WindowEvent, WindowEffect, Void> closeIfLast(
      Outcome outcome, Window window, Uptime now) {
    Window applied = outcome.applyTo(window);
    return applied.awaiting() > 0 ? outcome.decision() : Reports.close(outcome, applied, now);
  }

  private static Optional<Fault> failure(HandlerResult result) {
    return switch (result) {
      case HandlerResult.Failed failed -> Optional.of(failed.fault());
      case HandlerResult.Done done -> Optional.empty();
      case HandlerResult.Objected objected -> Optional.empty();
      case HandlerResult.Partial partial -> Optional.empty();
    };
  }

  private static boolean awaits(Window window, OptionalInt place, WriterStep step) {
    return place.isPresent()
        && switch (window.writers().get(place.getAsInt()).status()) {
          case FREEZE_ASKED -> step == WriterStep.FREEZE;
          case THAW_ASKED -> step == WriterStep.THAW;
          case ABORT_ASKED -> step == WriterStep.ABORT;
          case PREPARED, HELD, RELEASED, ABORTED, UNCONFIRMED -> false;
        };
  }

  private static boolean takesPart(Window window, HostId host) {
    return window.plan().writers().stream().anyMatch(writer -> writer.id().host().equals(host))
        || window.plan().providers().stream()
            .anyMatch(provider -> provider.id().host().equals(host));
  }
}
