package io.lull.protocol.simulation;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.writer.WriterEffect;
import io.lull.protocol.writer.WriterInput;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The owner of a writer's holds: leases on them, and ending them. */
final class Holds {
  // An owner that never lets go would freeze for ever, and no protocol could help.
  private static final int FAILURES_MOST = 2;

  private final SimHost host;
  private final SimWriter writer;
  private final Kernel kernel;
  private final Map<Long, Integer> leases = new HashMap<>();
  private final Map<Long, Optional<WriterInput>> released = new HashMap<>();
  private int timers;
  private int failures;

  Holds(SimHost host, SimWriter writer) {
    this.host = host;
    this.writer = writer;
    this.kernel = host.kernel;
  }

  void forget() {
    leases.clear();
    released.clear();
  }

  /** Both the host and, if there is one, the guard will end the hold at that time. */
  void arm(WriterEffect.ArmLease arm) {
    long at = host.moment(arm.at());
    int timer = ++timers;
    leases.put(arm.call(), timer);
    host.after(
        at - kernel.now(),
        () -> {
          if (leases.getOrDefault(arm.call(), 0) == timer) {
            writer.handle(new WriterInput.LeaseDue(arm.set(), arm.call()));
          }
        });
    if (writer.application().guarded()) {
      Application.Key key = new Application.Key(host.life(), arm.call());
      writer.application().arm(key, at);
      host.world.plan(at - kernel.now(), () -> writer.application().leaseOver(key, kernel.now()));
    }
  }

  void disarm(WriterEffect.DisarmLease disarm) {
    leases.remove(disarm.call());
    if (writer.application().guarded()) {
      writer.application().disarm(new Application.Key(host.life(), disarm.call()));
    }
  }

  /** Ends a hold; the limit counts also when its owner does not answer at all. */
  void release(WriterEffect.ReleaseHold release) {
    Optional<WriterInput> known = released.get(release.call());
    if (known != null) {
      known.ifPresent(told -> host.after(0, () -> writer.handle(told)));
      return;
    }
    Application.Key key = new Application.Key(host.life(), release.hold());
    Optional<Application.Hold> hold = find(key, release);
    boolean fails = failures < FAILURES_MOST && kernel.chance(host.world.faults().releaseFails());
    failures = fails ? failures + 1 : 0;
    if (fails) {
      hold.ifPresent(standing -> standing.tried(kernel.now()));
      boolean silent = kernel.chance(0.3);
      if (silent && kernel.chance(0.5)) {
        // It lets go, and yet is not heard to: a later attempt will find nothing.
        hold.ifPresent(this::end);
      }
      host.after(
          silent ? release.limit().toNanos() : kernel.between(0, 100 * Kernel.MILLI),
          () ->
              writer.handle(
                  new WriterInput.ReleaseFailed(
                      release.set(),
                      release.call(),
                      writer.fault(Failure.THAW_FAILED, "it cannot let go"))));
      return;
    }
    HoldEnd end =
        hold.map(found -> found.stands() ? HoldEnd.HELD : HoldEnd.LAPSED).orElse(HoldEnd.NOT_HELD);
    hold.ifPresent(this::end);
    WriterInput told = new WriterInput.HoldReleased(release.set(), release.call(), end);
    released.put(release.call(), Optional.empty());
    host.after(
        kernel.between(0, 100 * Kernel.MILLI),
        () -> {
          released.put(release.call(), Optional.of(told));
          writer.handle(told);
        });
  }

  private void end(Application.Hold hold) {
    if (hold.stands()) {
      hold.end(Application.End.RELEASED, kernel.now());
      host.world.trace(host.name, writer.id().name(), " RUNS AGAIN");
    }
  }

  private Optional<Application.Hold> find(Application.Key key, WriterEffect.ReleaseHold release) {
    Optional<Application.Hold> byNumber = writer.application().hold(key);
    return release.token().isPresent()
        ? release.token().flatMap(writer.application()::hold)
        : byNumber;
  }
}
