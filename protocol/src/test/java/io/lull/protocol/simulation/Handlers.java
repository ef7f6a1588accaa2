package io.lull.protocol.simulation;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterEffect;
import io.lull.protocol.writer.WriterInput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A writer's handlers as they are in the field: some fail, some hang, some end too late. */
final class Handlers {
  private final SimHost host;
  private final SimWriter writer;
  private final Kernel kernel;
  private final Map<Long, Call> calls = new TreeMap<>();

  /** A handler that was called. */
  private static final class Call {
    private final SetId set;
    private final long number;
    private boolean ended;
    private Optional<WriterInput> told = Optional.empty();

    Call(SetId set, long number) {
      this.set = set;
      this.number = number;
    }
  }

  Handlers(SimHost host, SimWriter writer) {
    this.host = host;
    this.writer = writer;
    this.kernel = host.kernel;
  }

  void forget() {
    calls.clear();
  }

  /** Somebody restarts what hangs, so that in the end every handler has ended. */
  void endHanging() {
    for (Call call : List.copyOf(calls.values())) {
      if (call.told.isEmpty()) {
        tell(call, failed(call.set, call.number, Failure.CANCELLED, "it was killed"));
      }
    }
  }

  void describe(WriterEffect.Describe describe) {
    Faults faults = host.world.faults();
    boolean fails = kernel.chance(faults.handlerFails());
    boolean hangs = kernel.chance(faults.handlerHangs());
    long takes = hangs ? describe.limit().toNanos() : kernel.between(0, 50 * Kernel.MILLI);
    WriterInput described =
        fails || hangs
            ? new WriterInput.Described(
                describe.session(),
                Optional.empty(),
                Optional.of(writer.fault(Failure.WRITER_NOT_RESPONDING, "it does not answer")))
            : new WriterInput.Described(
                describe.session(), Optional.of(writer.metadata()), Optional.empty());
    host.after(takes, () -> writer.handle(described));
  }

  /** Does a call once, however often it is asked for, and tells its end as often. */
  void call(WriterEffect.CallHandler effect) {
    Call known = calls.get(effect.call());
    if (known != null) {
      known.told.ifPresent(end -> host.after(0, () -> writer.handle(end)));
      return;
    }
    Call call = new Call(effect.set(), effect.call());
    calls.put(effect.call(), call);
    host.world.see(
        new Fact.HandlerBegan(
            writer.id(), effect.set(), host.life(), effect.step(), effect.request().stamp()));
    host.after(effect.limit().toNanos(), () -> overdue(call));
    Faults faults = host.world.faults();
    boolean hangs = kernel.chance(faults.handlerHangs());
    long takes = takes(effect, faults);
    if (effect.request() instanceof WriterInput.Freeze request) {
      // What hangs may freeze at any moment of its lease, also after somebody had it let go.
      long until = hangs ? kernel.between(0, request.lease().toNanos()) : takes;
      freeze(effect, call, until, hangs);
    } else if (!hangs) {
      HandlerResult result = result(faults);
      host.after(
          takes,
          () -> tell(call, new WriterInput.HandlerEnded(effect.set(), effect.call(), result)));
    }
  }

  /** Some handlers heed it and give up, and some go on as if nothing had been said. */
  void interrupt(WriterEffect.InterruptHandler interrupt) {
    Call call =
        calls.computeIfAbsent(
            interrupt.call(), number -> new Call(interrupt.set(), interrupt.call()));
    if (call.told.isPresent()) {
      host.after(0, () -> writer.handle(call.told.orElseThrow()));
    } else if (kernel.chance(0.7)) {
      host.after(
          kernel.between(0, Kernel.SECOND),
          () -> tell(call, failed(call.set, call.number, Failure.CANCELLED, "it gave up")));
    }
  }

  /**
   * The freeze handler: somewhere between its call and its end the application stands still.
   *
   * <p>A guard's handler runs in the guard, whatever becomes of the host's own process.
   */
  private void freeze(WriterEffect.CallHandler effect, Call call, long takes, boolean hangs) {
    WriterInput.Freeze request = (WriterInput.Freeze) effect.request();
    Application application = writer.application();
    boolean fails = kernel.chance(host.world.faults().handlerFails());
    // A handler that fails or hangs has frozen or has not, which only a thaw can make sure of.
    boolean freezes = !(fails || hangs) || kernel.chance(0.5);
    long limit = kernel.now() + request.lease().toNanos();
    Application.Key key = new Application.Key(host.life(), effect.call());
    Runnable end =
        () -> {
          if (call.ended) {
            return;
          }
          call.ended = true;
          // Without a guard nobody would ever end what begins this late and is never reported.
          boolean tooLate = hangs && !application.guarded() && kernel.now() >= limit;
          boolean refused = freezes && application.isFrozen();
          Optional<Application.Hold> hold =
              freezes && !tooLate ? take(application, effect.set(), key, limit) : Optional.empty();
          hold.ifPresent(this::stands);
          if (hangs) {
            return;
          }
          WriterInput told =
              hold.isPresent() && !fails
                  ? new WriterInput.FreezeHandled(effect.set(), effect.call(), hold.get().token())
                  : failed(
                      effect.set(),
                      effect.call(),
                      refused ? Failure.HOLD_REFUSED : Failure.UNEXPECTED_WRITER_ERROR,
                      "it did not stand still");
          report(application, call, key.life(), told);
        };
    if (application.guarded()) {
      host.world.plan(takes, end);
    } else {
      host.after(takes, end);
    }
  }

  private void stands(Application.Hold hold) {
    host.world.trace(host.name, writer.id().name(), " STANDS STILL");
    if (kernel.chance(host.world.faults().holdBreaks())) {
      host.world.plan(
          kernel.between(0, 5 * Kernel.SECOND),
          () -> hold.end(Application.End.BROKEN, kernel.now()));
    }
  }

  // A guard ends by itself what it has frozen after its lease; an application's own timer cannot.
  private Optional<Application.Hold> take(
      Application application, SetId set, Application.Key key, long limit) {
    return application.guarded() && application.isPast(key, kernel.now())
        ? Optional.empty()
        : application.freeze(set, key, kernel.now(), limit, kernel.bits());
  }

  private void report(Application application, Call call, int life, WriterInput told) {
    if (application.guarded()) {
      host.arrive(
          kernel.between(0, Kernel.MILLI),
          () -> {
            if (host.life() == life) {
              finish(call, told);
            }
          });
    } else {
      finish(call, told);
    }
  }

  private void tell(Call call, WriterInput told) {
    if (call.told.isEmpty()) {
      call.ended = true;
      finish(call, told);
    }
  }

  private void finish(Call call, WriterInput told) {
    call.told = Optional.of(told);
    writer.handle(told);
  }

  private void overdue(Call call) {
    if (call.told.isEmpty()) {
      writer.handle(new WriterInput.HandlerOverdue(call.set, call.number));
    }
  }

  private long takes(WriterEffect.CallHandler effect, Faults faults) {
    if (kernel.chance(faults.handlerLate())) {
      return effect.limit().toNanos() + kernel.between(0, 2 * Kernel.MINUTE);
    }
    return kernel.chance(0.2)
        ? kernel.between(0, 4 * Kernel.SECOND)
        : kernel.between(0, 200 * Kernel.MILLI);
  }

  private HandlerResult result(Faults faults) {
    if (!kernel.chance(faults.handlerFails())) {
      return new HandlerResult.Done();
    }
    ComponentId component = writer.metadata().components().getFirst().id();
    return switch (kernel.below(3)) {
      case 0 ->
          new HandlerResult.Objected(writer.fault(Failure.WRITER_RETRYABLE, "it would rather not"));
      case 1 ->
          new HandlerResult.Partial(
              Map.of(component, writer.fault(Failure.WRITER_PARTIAL_FAILURE, "one part is lost")));
      default ->
          new HandlerResult.Failed(writer.fault(Failure.WRITER_NON_RETRYABLE, "it is broken"));
    };
  }

  private WriterInput failed(SetId set, long call, Failure failure, String but) {
    return new WriterInput.HandlerEnded(
        set, call, new HandlerResult.Failed(writer.fault(failure, but)));
  }
}
