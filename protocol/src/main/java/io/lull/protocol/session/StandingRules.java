package io.lull.protocol.session;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.session.SessionEvent.SetPinned;
import io.lull.protocol.session.SessionEvent.SetUnpinned;
import io.lull.protocol.session.SessionEvent.SetVerified;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionReply.Done;
import io.lull.protocol.session.SessionReply.Refused;
import io.lull.protocol.table.Decision;
import java.time.Instant;
import java.util.Optional;

/**
 * What is said of a set that exists: whether it has to stay, and what its verification came to.
 *
 * <p>Nobody else hears of it, so a session that is over needs no epoch for it, and stays over.
 */
final class StandingRules {
  private StandingRules() {}

  static Decision<SessionEvent, SessionEffect, SessionReply> pin(
      Session session, SessionInput.PinSet input, Instant now) {
    Optional<Fault> refusal = noSet(session).or(() -> unfitForPin(session));
    if (refusal.isPresent()) {
      return Decision.reply(new Refused(input.request(), refusal.get()));
    }
    boolean already = session.set().standing().pinned().equals(Optional.of(input.reason()));
    return done(session, input, already ? Optional.empty() : pinned(input.reason()));
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> unpin(
      Session session, SessionInput.UnpinSet input, Instant now) {
    return done(
        session,
        input,
        session
            .creation()
            .flatMap(set -> set.standing().pinned())
            .map(reason -> new SetUnpinned()));
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> verified(
      Session session, SessionInput.RecordVerification input, Instant now) {
    return noSet(session)
        .<Decision<SessionEvent, SessionEffect, SessionReply>>map(
            fault -> Decision.reply(new Refused(input.request(), fault)))
        .orElseGet(() -> done(session, input, Optional.of(new SetVerified(input.verification()))));
  }

  /** Whether there is, in a session that is released, still something that could be said of it. */
  static boolean mayChange(Session released) {
    return noSet(released).isEmpty();
  }

  private static Optional<SessionEvent> pinned(String reason) {
    return Optional.of(new SetPinned(reason));
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> done(
      Session session, Verb input, Optional<? extends SessionEvent> event) {
    Flow flow = new Flow(session);
    event.ifPresent(flow::event);
    return flow.say(new Done(input.request())).decision();
  }

  /** A set that is as good as its requester asked for exists, and did not end with its session. */
  private static Optional<Fault> noSet(Session session) {
    Optional<Fault> failed = session.creation().flatMap(Creation::failure);
    if (failed.isPresent()) {
      return Optional.of(
          Fault.expected(
              Failure.BAD_STATE, "a set that was created", "it failed: " + failed.get()));
    }
    boolean ended =
        session.phase() == SessionPhase.RELEASED
            && !session.setup().effectiveContext().persistent();
    boolean exists =
        session
            .creation()
            .filter(set -> set.stage() == Creation.Stage.CREATED && !set.members().isEmpty())
            .isPresent();
    return exists && !ended
        ? Optional.empty()
        : Optional.of(
            Fault.expected(
                ended ? Failure.BAD_STATE : Failure.OBJECT_NOT_FOUND,
                "a set that exists",
                ended ? "this one ended with its session" : "this session has none"));
  }

  private static Optional<Fault> unfitForPin(Session session) {
    if (!session.setup().effectiveContext().persistent()) {
      return Optional.of(
          Fault.expected(
              Failure.BAD_STATE, "a set that outlives its session", "this one ends with it"));
    }
    return session
        .work()
        .deletion()
        .map(deletion -> goes("its deletion is under way"))
        .or(() -> leaving(session.set()));
  }

  /** No promise is given of a copy that a provider was asked to delete. */
  private static Optional<Fault> leaving(Creation set) {
    return set.standing().leaving().stream()
        .filter(volume -> set.members().containsKey(volume))
        .findFirst()
        .map(
            volume ->
                goes(
                    "the deletion of "
                        + volume
                        + " did not end well, and it may still go; when it is gone, what is left"
                        + " can be pinned"));
  }

  private static Fault goes(String but) {
    return Fault.expected(Failure.BAD_STATE, "a set that stays", but);
  }
}
