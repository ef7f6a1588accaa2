package io.lull.protocol.session;

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
    if (!(input instanceof SessionInput.Verb verb)) {
      return SessionTable.TABLE.decide(session.phase(), session, input, now);
    }
    Optional<SessionReply> recorded = session.ledger().recorded(verb.request());
    Decision<SessionEvent, SessionEffect, SessionReply> decision =
        recorded.isPresent()
            ? Decision.reply(recorded.get())
            : SessionTable.TABLE.decide(session.phase(), session, input, now);
    return renewingLease(session, decision);
  }

  @Override
  public Session apply(Session session, SessionEvent event) {
    return SessionEvents.apply(session, event);
  }

  @Override
  public List<SessionEffect> outstanding(Session session, Instant now) {
    return Asks.outstanding(session);
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
