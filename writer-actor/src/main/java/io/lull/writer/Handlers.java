package io.lull.writer;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEffect.InterruptHandler;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterStep;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Writer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs the handlers of one writer, each call once and on a thread of its own.
 *
 * <p>Only the actor calls it. The end of a call is reported as often as somebody asks for it; how
 * long a handler may take is not known here, but to a timer of the actor.
 */
final class Handlers {
  private final WriterId writer;
  private final Writer application;
  private final HandlerThreads threads;
  private final Holds holds;
  private final Function<SetId, Copies> copies;
  private final Consumer<WriterInput> report;
  private final Map<Long, Call> calls = new HashMap<>();
  private long highest;

  /** A call of a handler, shared by the actor and the thread that runs it. */
  private final class Call {
    private Optional<HandlerThreads.Running> running = Optional.empty();
    private boolean returned;
    private Optional<WriterInput> told = Optional.empty();

    synchronized void runs(HandlerThreads.Running by) {
      running = Optional.of(by);
    }

    /** From here on the thread does other things than the handler, and is not to be disturbed. */
    synchronized void handlerReturned() {
      returned = true;
      var _ = Thread.interrupted();
    }

    /** The first report stands. */
    void end(WriterInput report) {
      synchronized (this) {
        if (told.isPresent()) {
          return;
        }
        told = Optional.of(report);
      }
      Handlers.this.report.accept(report);
    }

    synchronized void interrupt() {
      if (!returned) {
        running.ifPresent(HandlerThreads.Running::interrupt);
      }
    }

    synchronized Optional<WriterInput> told() {
      return told;
    }
  }

  Handlers(
      WriterId writer,
      Writer application,
      HandlerThreads threads,
      Holds holds,
      Function<SetId, Copies> copies,
      Consumer<WriterInput> report) {
    this.writer = writer;
    this.application = application;
    this.threads = threads;
    this.holds = holds;
    this.copies = copies;
    this.report = report;
  }

  /** True if the handler was called now, and not before. */
  boolean call(CallHandler effect) {
    Optional<Call> known = Optional.ofNullable(calls.get(effect.call()));
    if (known.isPresent()) {
      known.get().told().ifPresent(report);
      return false;
    }
    if (effect.call() <= highest) {
      report.accept(over(effect.set(), effect.call(), "its call was over before"));
      return false;
    }
    highest = effect.call();
    Call call = new Call();
    calls.put(effect.call(), call);
    Runnable work = effect.step() == WriterStep.FREEZE ? freeze(effect, call) : other(effect, call);
    try {
      call.runs(threads.start(writer + "-" + effect.step() + "-" + effect.call(), work));
    } catch (Throwable outOfThreads) {
      Fault fault =
          Fault.expected(
              Failure.WRITER_OUT_OF_RESOURCES,
              "a thread for " + effect.step() + " of " + writer,
              SpiCalls.text(outOfThreads));
      call.end(ended(effect.set(), effect.call(), new HandlerResult.Failed(fault)));
    }
    return true;
  }

  /** The end is reported also of a call that never began, and then never will. */
  void interrupt(InterruptHandler effect) {
    Optional<Call> known = Optional.ofNullable(calls.get(effect.call()));
    if (known.isEmpty()) {
      highest = Math.max(highest, effect.call());
      report.accept(over(effect.set(), effect.call(), "it was given up before it began"));
      return;
    }
    Optional<WriterInput> told = known.get().told();
    if (told.isPresent()) {
      report.accept(told.get());
    } else {
      known.get().interrupt();
    }
  }

  /** Forgets the calls that have ended and that nobody asks for any more. */
  void retain(Set<Long> awaited) {
    calls
        .entrySet()
        .removeIf(e -> !awaited.contains(e.getKey()) && e.getValue().told().isPresent());
  }

  int size() {
    return calls.size();
  }

  void stop() {
    calls.values().forEach(Call::interrupt);
  }

  private Runnable other(CallHandler effect, Call call) {
    return () -> {
      // Looked up within the handler, so that a look-up that fails or hangs is the handler's.
      HandlerResult result =
          SpiCalls.handle(writer, application, effect, () -> copies.apply(effect.set()));
      call.handlerReturned();
      call.end(ended(effect.set(), effect.call(), result));
    };
  }

  private Runnable freeze(CallHandler effect, Call call) {
    Holds.Coming coming = holds.coming(effect.call());
    return () -> {
      Hold hold;
      try {
        hold = application.freeze(SpiCalls.context(effect), coming);
      } catch (Throwable thrown) {
        failed(effect, call, coming, SpiCalls.fault(writer, effect.step(), thrown));
        return;
      }
      if (hold == null) {
        failed(effect, call, coming, SpiCalls.nothing(writer, effect.step(), "a hold"));
        return;
      }
      call.handlerReturned();
      coming.handled(
          hold,
          () ->
              call.end(new WriterInput.FreezeHandled(effect.set(), effect.call(), coming.token())),
          () -> call.end(tooLate(effect)));
    };
  }

  private void failed(CallHandler effect, Call call, Holds.Coming coming, Fault fault) {
    call.handlerReturned();
    coming.failed(
        fault, () -> call.end(ended(effect.set(), effect.call(), new HandlerResult.Failed(fault))));
  }

  private WriterInput tooLate(CallHandler effect) {
    return ended(
        effect.set(),
        effect.call(),
        new HandlerResult.Failed(
            Fault.expected(
                Failure.HOLD_LAPSED,
                writer + " to stand still while somebody wanted it to",
                "its freeze came too late and was ended at once")));
  }

  private WriterInput over(SetId set, long call, String why) {
    return ended(
        set,
        call,
        new HandlerResult.Failed(
            Fault.expected(Failure.CANCELLED, "a handler of " + writer + " to run", why)));
  }

  private static WriterInput ended(SetId set, long call, HandlerResult result) {
    return new WriterInput.HandlerEnded(set, call, result);
  }
}
