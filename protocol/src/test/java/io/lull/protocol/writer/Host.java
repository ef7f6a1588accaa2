package io.lull.protocol.writer;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.WriterEffect.ArmLease;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEffect.ReleaseHold;
import io.lull.protocol.writer.WriterEffect.RetryRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The host around a writer's machine, as bad as it can be: handlers freeze whenever they like and
 * report whatever they like, reports overtake each other, timers come early, late or never.
 *
 * @param running the handlers that have not ended
 * @param freezes every freeze that was called
 * @param armed when each lease is to end
 * @param frozen the freezes that have taken hold of the application
 * @param owed the releases that the owner was asked for and has not carried out
 * @param released what became of each release that was carried out
 * @param reports what is on its way to the machine
 * @param called each step of each session whose handler was called
 * @param aborted the sessions for which an Abort was taken up
 */
record Host(
    Writer writer,
    Uptime now,
    Map<Long, CallHandler> running,
    Map<Long, CallHandler> freezes,
    Map<Long, Uptime> armed,
    Set<Long> frozen,
    Map<Long, ReleaseHold> owed,
    Map<Long, Released> released,
    List<WriterInput> reports,
    Set<String> called,
    Set<SessionKey> aborted) {
  /** What the owner found and ended. */
  record Released(long hold, HoldEnd end) {}

  private static final WriterMachine MACHINE = new WriterMachine();

  Host {
    reports = List.copyOf(reports);
  }

  static Host of(WriterFixture fixture) {
    return new Host(
        fixture.writer,
        fixture.now,
        Map.of(),
        Map.of(),
        Map.of(),
        Set.of(),
        Map.of(),
        Map.of(),
        List.of(),
        Set.of(),
        Set.of());
  }

  Decision<WriterEvent, WriterEffect, WriterReply> decide(WriterInput input) {
    return MACHINE.decide(writer, input, now);
  }

  /** What the machine decided has happened, and what it wants is asked of the host. */
  Host after(WriterInput input, Decision<WriterEvent, WriterEffect, WriterReply> decision) {
    Host host = with(MACHINE.replay(writer, decision.events()));
    if (input instanceof WriterInput.Abort abort && taken(decision)) {
      host = host.withAborted(Sorted.with(aborted, SessionKey.of(abort.stamp())));
    }
    for (WriterEffect effect : decision.effects()) {
      host = host.carryOut(effect);
    }
    return host;
  }

  private static boolean taken(Decision<WriterEvent, WriterEffect, WriterReply> decision) {
    return decision.replies().stream().noneMatch(WriterReply.Refused.class::isInstance);
  }

  private Host carryOut(WriterEffect effect) {
    return switch (effect) {
      case CallHandler call -> call(call);
      case ArmLease lease ->
          new Host(
              writer,
              now,
              running,
              freezes,
              Sorted.with(armed, lease.call(), lease.at()),
              frozen,
              owed,
              released,
              reports,
              called,
              aborted);
      case ReleaseHold release -> owing(release);
      case RetryRelease retry -> owing(retry.release());
      case WriterEffect.Describe ignored -> this;
      // A handler may ignore it, so it changes nothing that could be relied on.
      case WriterEffect.InterruptHandler ignored -> this;
      case WriterEffect.DisarmLease ignored -> this;
      case WriterEffect.WriteLog ignored -> this;
    };
  }

  private Host call(CallHandler call) {
    String step = SessionKey.of(call.request().stamp()) + " " + call.step();
    if (called.contains(step)) {
      throw new AssertionError("expected one call, but got another of " + step);
    }
    Set<String> more = Sorted.with(called, step);
    Map<Long, CallHandler> frozenBy =
        call.step() == WriterStep.FREEZE ? Sorted.with(freezes, call.call(), call) : freezes;
    return new Host(
        writer,
        now,
        Sorted.with(running, call.call(), call),
        frozenBy,
        armed,
        frozen,
        owed,
        released,
        reports,
        more,
        aborted);
  }

  private Host owing(ReleaseHold release) {
    Released done = released.get(release.call());
    return done != null
        ? reporting(new WriterInput.HoldReleased(release.set(), release.call(), done.end()))
        : withOwed(Sorted.with(owed, release.call(), release));
  }

  /** A freeze takes hold; its handler has yet to say so. */
  Host freezes(CallHandler call) {
    return withFrozen(Sorted.with(frozen, call.call()));
  }

  /** The application loses a hold that nobody ended. */
  Host loses(long hold) {
    return withFrozen(Sorted.without(frozen, hold));
  }

  Host ends(CallHandler call, WriterInput report) {
    return new Host(
            writer,
            now,
            Sorted.without(running, call.call()),
            freezes,
            armed,
            frozen,
            owed,
            released,
            reports,
            called,
            aborted)
        .reporting(report);
  }

  /** The owner ends what a release names, if it is there. */
  Host carriesOut(ReleaseHold release) {
    HoldEnd end =
        frozen.contains(release.hold())
            ? HoldEnd.HELD
            : release.token().isPresent() ? HoldEnd.LAPSED : HoldEnd.NOT_HELD;
    return new Host(
            writer,
            now,
            running,
            freezes,
            armed,
            Sorted.without(frozen, release.hold()),
            Sorted.without(owed, release.call()),
            Sorted.with(released, release.call(), new Released(release.hold(), end)),
            reports,
            called,
            aborted)
        .reporting(new WriterInput.HoldReleased(release.set(), release.call(), end));
  }

  Host cannotCarryOut(ReleaseHold release) {
    return withOwed(Sorted.without(owed, release.call()))
        .reporting(
            new WriterInput.ReleaseFailed(release.set(), release.call(), WriterFixture.STUCK));
  }

  Host delivered(int report) {
    List<WriterInput> rest = new ArrayList<>(reports);
    rest.remove(report);
    return withReports(rest);
  }

  Host at(Uptime later) {
    return new Host(
        writer, later, running, freezes, armed, frozen, owed, released, reports, called, aborted);
  }

  SessionKey owner(long freeze) {
    return SessionKey.of(Optional.ofNullable(freezes.get(freeze)).orElseThrow().request().stamp());
  }

  private Host reporting(WriterInput report) {
    if (reports.contains(report)) {
      return this;
    }
    List<WriterInput> more = new ArrayList<>(reports);
    more.add(report);
    return withReports(more);
  }

  private Host with(Writer writer) {
    return new Host(
        writer, now, running, freezes, armed, frozen, owed, released, reports, called, aborted);
  }

  private Host withFrozen(Set<Long> frozen) {
    return new Host(
        writer, now, running, freezes, armed, frozen, owed, released, reports, called, aborted);
  }

  private Host withOwed(Map<Long, ReleaseHold> owed) {
    return new Host(
        writer, now, running, freezes, armed, frozen, owed, released, reports, called, aborted);
  }

  private Host withReports(List<WriterInput> reports) {
    return new Host(
        writer, now, running, freezes, armed, frozen, owed, released, reports, called, aborted);
  }

  private Host withAborted(Set<SessionKey> aborted) {
    return new Host(
        writer, now, running, freezes, armed, frozen, owed, released, reports, called, aborted);
  }
}
