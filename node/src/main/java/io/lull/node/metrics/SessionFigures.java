package io.lull.node.metrics;

import io.lull.coordinator.Onlooker;
import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.restore.Restore;
import io.lull.protocol.restore.RestorePhase;
import io.lull.protocol.session.Creation;
import io.lull.protocol.session.Duty;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.window.WindowReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

/**
 * Counts what becomes of the sessions of this node. Labels are constants of the program; which
 * session it was is for logs and the API to say.
 */
final class SessionFigures implements Onlooker {
  private static final Duration[] WINDOWS =
      millis(10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000);
  private static final Duration[] PHASES = millis(10, 100, 1000, 10_000, 60_000, 600_000);

  private final MeterRegistry registry;
  private final Timer windows;
  private final Map<SessionId, Here> here = new ConcurrentHashMap<>();
  private final AtomicReference<Optional<Instant>> success =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<Instant>> verified =
      new AtomicReference<>(Optional.empty());

  /** A session of this node: since when it is in its phase, if that is known, and what it owes. */
  private record Here(Optional<Instant> since, long unconfirmed) {}

  SessionFigures(MeterRegistry registry) {
    this.registry = registry;
    this.windows =
        Timer.builder("lull.window")
            .description("How long freeze windows took, from the first Freeze to the last Thaw.")
            .serviceLevelObjectives(WINDOWS)
            .register(registry);
    Gauge.builder("lull.open.sessions", here::size)
        .description("Sessions that are open on this node.")
        .register(registry);
    Gauge.builder("lull.thaw.unconfirmed", this::unconfirmed)
        .description("Writers that were frozen and have not said yet that they run again.")
        .register(registry);
    moment(
        "lull.last.success.timestamp",
        "When a set was certified at or above the grade that was asked for.",
        success);
    moment(
        "lull.last.verified.timestamp", "When a set was last verified and found good.", verified);
    // A counter that is not there before its first event hides that event from whoever compares.
    for (Outcome outcome : Outcome.values()) {
      sessions(outcome, Optional.empty());
    }
    for (Failure cause : Failure.values()) {
      aborts(cause);
    }
    for (boolean good : new boolean[] {true, false}) {
      verifications(good);
    }
    for (boolean released : new boolean[] {true, false}) {
      restores(released);
    }
  }

  /** What became of a session. */
  private enum Outcome {
    /** Its set was certified, and is as good as was asked for. */
    COMPLETED,
    /** Its set was certified, but is not as good as that. */
    BELOW_GRADE,
    /** It rehearsed, and would have made a set. */
    REHEARSED,
    /** It made no set, or gave it up. */
    FAILED,
    /** Nobody asked it for a set. */
    UNUSED
  }

  @Override
  public void isHere(Session session) {
    if (isOpen(session)) {
      here.put(session.id(), new Here(Optional.empty(), owed(session)));
    }
  }

  @Override
  public void happened(Session before, Session after, List<SessionEvent> events, Instant at) {
    events.forEach(event -> count(event, after, at));
    boolean moved = before.phase() != after.phase();
    if (moved) {
      Optional.ofNullable(here.get(after.id()))
          .flatMap(Here::since)
          .ifPresent(since -> phase(before.phase()).record(between(since, at)));
    }
    if (isOpen(after)) {
      here.merge(
          after.id(),
          new Here(Optional.of(at), owed(after)),
          (known, now) -> new Here(moved ? now.since() : known.since(), now.unconfirmed()));
    } else {
      here.remove(after.id());
    }
    if (moved && after.phase() == SessionPhase.RELEASED) {
      ended(after);
    }
  }

  @Override
  public void isGone(SessionId session) {
    here.remove(session);
  }

  @Override
  public void happened(Restore before, Restore after) {
    if (before.phase() != after.phase() && after.phase() == RestorePhase.RELEASED) {
      restores(after.end().isEmpty()).increment();
    }
  }

  /** The latest one counts. */
  void succeeded(Instant at) {
    later(success, at);
  }

  /** That a set was found good; the latest one counts. */
  void verified(Instant at) {
    later(verified, at);
  }

  private static void later(AtomicReference<Optional<Instant>> moment, Instant at) {
    moment.updateAndGet(known -> known.filter(at::isBefore).or(() -> Optional.of(at)));
  }

  private void count(SessionEvent event, Session session, Instant at) {
    switch (event) {
      case SessionEvent.WindowClosed closed -> window(closed.report());
      case SessionEvent.SetCreated created -> {
        if (created.certificate().grade().atLeast(session.policy().lowest())) {
          succeeded(at);
        }
      }
      case SessionEvent.SetVerified found -> {
        verifications(found.verification().good()).increment();
        if (found.verification().good()) {
          verified(at);
        }
      }
      // A rehearsal ends as an abort does, and gives up nothing.
      case SessionEvent.AbortBegun abort when !isRehearsed(session) ->
          aborts(abort.cause().failure()).increment();
      default -> {}
    }
  }

  private void window(WindowReport report) {
    windows.record(report.frozen());
  }

  private void ended(Session session) {
    Optional<Grade> grade =
        session.creation().flatMap(Creation::certificate).map(Certificate::grade);
    boolean good = session.creation().flatMap(Creation::failure).isEmpty();
    Outcome outcome =
        session.creation().isEmpty()
            ? Outcome.UNUSED
            : isRehearsed(session)
                ? Outcome.REHEARSED
                : grade.isEmpty() || !good
                    ? Outcome.FAILED
                    : grade.get().atLeast(session.policy().lowest())
                        ? Outcome.COMPLETED
                        : Outcome.BELOW_GRADE;
    sessions(outcome, grade).increment();
  }

  private static boolean isRehearsed(Session session) {
    return session.setup().effectiveContext() == SessionContext.REHEARSAL
        && session.creation().filter(set -> set.failure().isEmpty()).isPresent();
  }

  private Counter sessions(Outcome outcome, Optional<Grade> grade) {
    return Counter.builder("lull.sessions")
        .description("Backup sessions that are over, by what became of them and of their set.")
        .tag("outcome", key(outcome))
        .tag("grade", grade.map(SessionFigures::key).orElse("none"))
        .register(registry);
  }

  private Counter aborts(Failure cause) {
    return Counter.builder("lull.aborts")
        .description("Sets that were given up, by the failure that was the cause.")
        .tag("cause", key(cause))
        .register(registry);
  }

  private Counter verifications(boolean good) {
    return Counter.builder("lull.verifications")
        .description("Verifications of sets that were recorded, by what they came to.")
        .tag("outcome", good ? "good" : "bad")
        .register(registry);
  }

  private Counter restores(boolean released) {
    return Counter.builder("lull.restores")
        .description("Restores that are over, by whether their requester released them.")
        .tag("outcome", released ? "released" : "given_up")
        .register(registry);
  }

  private Timer phase(SessionPhase phase) {
    return Timer.builder("lull.phase")
        .description("How long sessions stayed in a phase.")
        .tag("phase", key(phase))
        .serviceLevelObjectives(PHASES)
        .register(registry);
  }

  private void moment(String name, String description, AtomicReference<Optional<Instant>> moment) {
    // Not a number: nothing is older or younger than what has never been.
    Gauge.builder(name, () -> moment.get().map(at -> at.toEpochMilli() / 1e3).orElse(Double.NaN))
        .description(description)
        .baseUnit("seconds")
        .register(registry);
  }

  private long unconfirmed() {
    return here.values().stream().mapToLong(Here::unconfirmed).sum();
  }

  private static boolean isOpen(Session session) {
    return session.phase() != SessionPhase.NEW && !session.isOver();
  }

  private static long owed(Session session) {
    boolean windowed = session.creation().flatMap(Creation::plan).isPresent();
    return session.work().duties().stream()
        .filter(duty -> windowed && duty instanceof Duty.AbortWriter)
        .count();
  }

  private static Duration between(Instant since, Instant at) {
    // A calendar may be set back.
    return at.isBefore(since) ? Duration.ZERO : Duration.between(since, at);
  }

  private static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Duration[] millis(long... values) {
    return LongStream.of(values).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}
