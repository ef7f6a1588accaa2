package io.lull.protocol.session;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.session.SessionEvent.Answered;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Machine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The backup session; its rules are the rows of {@link SessionTable}. */
public final class SessionMachine
    implements Machine<Session, SessionInput, Instant, SessionEvent, SessionEffect, SessionReply> {

  @Override
  public Decision<SessionEvent, SessionEffect, SessionReply> decide(
      Session session, SessionInput input, Instant now) {
    if (!(input instanceof Verb verb)) {
      return SessionTable.TABLE.decide(session.phase(), session, input, now);
    }
    Optional<SessionReply> recorded = session.ledger().recorded(verb.request());
    Decision<SessionEvent, SessionEffect, SessionReply> decision =
        recorded.isPresent()
            ? Decision.reply(recorded.get())
            : recording(
                session, verb, SessionTable.TABLE.decide(session.phase(), session, input, now));
    return renewingLease(session, decision);
  }

  /**
   * What a call comes to that nobody can complete, because hosts have not said what they have: it
   * is refused, and stays so when a copy of it comes after they have; one that came to something
   * before is told that.
   */
  public static Decision<SessionEvent, SessionEffect, SessionReply> refuse(
      Session session, Verb verb, Fault fault) {
    return session
        .ledger()
        .recorded(verb.request())
        .map(Decision::<SessionEvent, SessionEffect, SessionReply>reply)
        .orElseGet(
            () ->
                recording(
                    session,
                    verb,
                    Decision.reply(new SessionReply.Refused(verb.request(), fault))));
  }

  @Override
  public Session apply(Session session, SessionEvent event) {
    return SessionEvents.apply(session, event);
  }

  @Override
  public List<SessionEffect> outstanding(Session session, Instant now) {
    return Asks.outstanding(session);
  }

  /**
   * Keeps every final answer, refusals too: a copy of the call that comes late must not begin what
   * its requester believes refused, nor do again what it believes done.
   */
  private static Decision<SessionEvent, SessionEffect, SessionReply> recording(
      Session session, Verb verb, Decision<SessionEvent, SessionEffect, SessionReply> decision) {
    Optional<SessionReply> answer =
        decision.replies().stream()
            .filter(reply -> reply.request().equals(verb.request()))
            .filter(reply -> !(reply instanceof SessionReply.Pending))
            .findFirst();
    boolean kept =
        decision.events().stream()
            .anyMatch(
                event ->
                    event instanceof Answered answered
                        && answered.reply().request().equals(verb.request()));
    if (answer.isEmpty() || kept || !keepsAnswers(session, verb)) {
      return decision;
    }
    List<SessionEvent> events = new ArrayList<>(decision.events());
    events.add(new Answered(answer.get()));
    return new Decision<>(events, decision.effects(), decision.replies());
  }

  /**
   * Questions may be asked again. In the window nothing is journaled; what could be granted after
   * it is not answered in it.
   */
  private static boolean keepsAnswers(Session session, Verb verb) {
    return session.phase() != SessionPhase.WINDOW_OPEN
        && (session.phase() != SessionPhase.RELEASED || mayComeToSomething(session, verb))
        && !(verb instanceof SessionInput.GatherWriterStatus)
        && !(verb instanceof SessionInput.GetSnapshotProperties)
        && !(verb instanceof SessionInput.QueryStatus)
        && !(verb instanceof SessionInput.KeepAlive);
  }

  /**
   * In a released session no call can begin anything but a deletion, after the one that is under
   * way or after the set is unpinned, and what is said of a set that is still there.
   */
  private static boolean mayComeToSomething(Session released, Verb verb) {
    return switch (verb) {
      case SessionInput.DeleteSnapshots _ ->
          released.work().deletion().isPresent() || released.isPinned();
      case SessionInput.PinSet _, SessionInput.UnpinSet _, SessionInput.RecordVerification _ ->
          StandingRules.mayChange(released);
      default -> false;
    };
  }

  /** Whoever calls is there: every call of a requester renews its lease. */
  private Decision<SessionEvent, SessionEffect, SessionReply> renewingLease(
      Session before, Decision<SessionEvent, SessionEffect, SessionReply> decision) {
    Session after = replay(before, decision.events());
    boolean over =
        after.phase() == SessionPhase.RELEASING || after.phase() == SessionPhase.RELEASED;
    if (!after.policy().leased() || over) {
      return decision;
    }
    List<SessionEffect> effects = new ArrayList<>(decision.effects());
    effects.add(Asks.lease(after));
    return new Decision<>(decision.events(), effects, decision.replies());
  }
}
