package io.lull.writer;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterEffect.ArmLease;
import io.lull.protocol.writer.WriterEffect.DisarmLease;
import io.lull.protocol.writer.WriterEffect.ReleaseHold;
import io.lull.protocol.writer.WriterInput;
import io.lull.writer.LeaseKeeper.Armed;
import io.lull.writer.spi.FoundHold;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The holds of one writer: leases on them, and ending them.
 *
 * <p>Only the actor calls it. What it arms and begins needs the actor no more.
 */
final class Holds {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final String name;
  private final Writer application;
  private final WriterHost host;
  private final Consumer<WriterInput> report;
  private final WriterNews news;
  // Changed by the actor alone, and read by whoever wants to know what stands.
  private final Map<Long, Owned> byNumber = new ConcurrentHashMap<>();
  private final Map<HoldToken, OwnedHold> found = new ConcurrentHashMap<>();

  private record Owned(OwnedHold hold, Uptime ends, Armed armed) {}

  /**
   * The holds of a writer.
   *
   * @param news hears of each hold that has ended how long it stood, on any thread
   */
  Holds(
      WriterId writer,
      Writer application,
      WriterHost host,
      Consumer<WriterInput> report,
      WriterNews news) {
    this.name = writer.toString();
    this.application = application;
    this.host = host;
    this.report = report;
    this.news = news;
    news.standsUntil(this::standsUntil);
  }

  /** Something an earlier life left behind; it goes also if nobody here should live to say so. */
  void found(FoundHold left) {
    OwnedHold hold = OwnedHold.standing(left.token(), () -> application.thaw(left.token()));
    found.put(left.token(), hold);
    var _ = host.leases().arm(after(host.limits().thaw()), () -> lapse(hold, () -> {}));
  }

  /** From here on the hold ends at that moment, whatever becomes of actor and freeze handler. */
  void arm(ArmLease arm) {
    Owned before = byNumber.get(arm.call());
    if (before != null) {
      before.armed().disarm();
    }
    OwnedHold hold = before == null ? coming() : before.hold();
    SetId set = arm.set();
    long call = arm.call();
    Armed armed =
        host.leases()
            .arm(
                arm.at(),
                () -> {
                  if (hold.mayStand()) {
                    news.lapsed();
                  }
                  lapse(hold, () -> report.accept(new WriterInput.LeaseDue(set, call)));
                });
    byNumber.put(call, new Owned(hold, arm.at(), armed));
  }

  private OwnedHold coming() {
    HoldToken token = host.tokens().get();
    return OwnedHold.coming(token, () -> application.thaw(token));
  }

  /** A lease goes only when there is nothing left that it could end. */
  void disarm(DisarmLease disarm) {
    Owned owned = byNumber.get(disarm.call());
    if (owned != null && !owned.hold().mayStand()) {
      owned.armed().disarm();
    }
  }

  /** The hold that a freeze call may bring; its lease was armed before. */
  Coming coming(long call) {
    Owned owned = byNumber.get(call);
    if (owned == null) {
      throw new IllegalStateException("expected a lease for freeze call " + call);
    }
    return new Coming(owned);
  }

  /** A freeze call's side of a hold, in the hands of the thread that runs the handler. */
  final class Coming implements Lease {
    private final Owned owned;
    private final Duration granted;

    private Coming(Owned owned) {
      this.owned = owned;
      this.granted = host.clock().get().until(owned.ends());
    }

    @Override
    public HoldToken token() {
      return owned.hold().token();
    }

    @Override
    public Duration granted() {
      return granted;
    }

    @Override
    public Duration remaining() {
      Duration left = host.clock().get().until(owned.ends());
      return left.isPositive() ? left : Duration.ZERO;
    }

    /** Takes the hold over; when it comes too late, the calling thread ends it before it goes. */
    void handled(Hold hold, Runnable stands, Runnable tooLate) {
      if (owned.hold().stands(measured(hold)) && remaining().isPositive()) {
        stands.run();
      } else {
        lapse(owned.hold(), tooLate);
      }
    }

    /** What has failed may have frozen: when nobody wants it any more, this thread makes sure. */
    void failed(Fault fault, Runnable then) {
      if (fault.failure() == Failure.HOLD_REFUSED) {
        owned.hold().refused();
        then.run();
      } else if (owned.hold().failed() && remaining().isPositive()) {
        then.run();
      } else {
        lapse(owned.hold(), then);
      }
    }
  }

  /** Ends a hold and no other, and reports how it stood. */
  void release(ReleaseHold release) {
    OwnedHold hold = find(release);
    if (hold == null) {
      report.accept(released(release, HoldEnd.NOT_HELD));
      return;
    }
    Executor elsewhere = work -> host.threads().start(name + "-release-" + release.call(), work);
    hold.end(
        release.call(),
        elsewhere,
        ending ->
            report.accept(
                switch (ending) {
                  case OwnedHold.Ending.Ended ended -> released(release, ended.end());
                  case OwnedHold.Ending.Failed failed -> failed(release, failed.why());
                }));
  }

  /** Whoever asked has waited long enough. */
  void overdue(ReleaseHold release) {
    OwnedHold hold = find(release);
    if (hold != null) {
      hold.overdue();
    }
  }

  /** When the last lease of all that may stand now is over; for anybody, at any time. */
  private Optional<Uptime> standsUntil() {
    return Stream.concat(
            byNumber.values().stream().filter(o -> o.hold().mayStand()).map(Owned::ends),
            // Nobody has granted them a lease in this life.
            found.values().stream().filter(OwnedHold::mayStand).map(_ -> Uptime.ZERO))
        .max(Comparator.naturalOrder());
  }

  /** Forgets what is over, and what the machine asks for no more. */
  void retain(Set<Long> numbers, Set<HoldToken> tokens) {
    byNumber
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone =
                  !numbers.contains(entry.getKey()) && !entry.getValue().hold().mayStand();
              if (gone) {
                entry.getValue().armed().disarm();
              }
              return gone;
            });
    found.entrySet().removeIf(e -> !tokens.contains(e.getKey()) && !e.getValue().mayStand());
  }

  int size() {
    return byNumber.size() + found.size();
  }

  /** The actor is gone and nobody will thaw any more: unknown means thaw. */
  void stop() {
    byNumber.forEach((call, owned) -> stop(owned.hold()));
    found.forEach((token, hold) -> stop(hold));
  }

  private void stop(OwnedHold hold) {
    if (hold.mayStand()) {
      host.threads().start(name + "-stop", () -> lapse(hold, () -> {}));
    }
  }

  /** Ends a hold on this thread, now and as often as it takes. */
  private void lapse(OwnedHold hold, Runnable then) {
    Armed watch = host.leases().arm(after(host.limits().thaw()), hold::overdue);
    hold.end(
        OwnedHold.LEASE,
        Runnable::run,
        ending -> {
          watch.disarm();
          // Also while its freeze handler runs, which may freeze at any moment and never return.
          if (ending instanceof OwnedHold.Ending.Failed || hold.mayStand()) {
            var _ = host.leases().arm(after(PAUSE), () -> lapse(hold, () -> {}));
          }
          then.run();
        });
  }

  /** From when it stood, on the clock of the leases, until its owner has ended it. */
  private Hold measured(Hold hold) {
    Uptime since = host.clock().get();
    AtomicBoolean told = new AtomicBoolean();
    return () -> {
      HoldEnd end = hold.end();
      if (!told.getAndSet(true)) {
        news.stood(since.until(host.clock().get()));
      }
      return end;
    };
  }

  private @Nullable OwnedHold find(ReleaseHold release) {
    Owned numbered = byNumber.get(release.hold());
    if (release.token().isEmpty()) {
      return numbered == null ? null : numbered.hold();
    }
    HoldToken token = release.token().get();
    return numbered != null && numbered.hold().token().equals(token)
        ? numbered.hold()
        : found.get(token);
  }

  private Uptime after(Duration time) {
    return host.clock().get().plus(time);
  }

  private static WriterInput released(ReleaseHold release, HoldEnd end) {
    return new WriterInput.HoldReleased(release.set(), release.call(), end);
  }

  private WriterInput failed(ReleaseHold release, String why) {
    return new WriterInput.ReleaseFailed(
        release.set(),
        release.call(),
        Fault.expected(
            Failure.THAW_FAILED, name + " to end its hold within " + release.limit(), why));
  }
}
