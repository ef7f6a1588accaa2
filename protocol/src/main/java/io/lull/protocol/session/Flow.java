package io.lull.protocol.session;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.session.SessionEvent.Answered;
import io.lull.protocol.session.SessionEvent.ErrandTaken;
import io.lull.protocol.table.Decision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * One decision in the making: each event is applied as soon as it is decided, so that the next step
 * of a rule sees the state that it leads to.
 */
final class Flow {
  private Session session;
  private final List<SessionEvent> events = new ArrayList<>();
  private final List<SessionEffect> effects = new ArrayList<>();
  private final List<SessionReply> replies = new ArrayList<>();

  Flow(Session session) {
    this.session = session;
  }

  /** The state with all that has been decided so far. */
  Session session() {
    return session;
  }

  Flow event(SessionEvent event) {
    events.add(event);
    session = SessionEvents.apply(session, event);
    return this;
  }

  Flow effect(SessionEffect effect) {
    effects.add(effect);
    return this;
  }

  Flow effects(Collection<? extends SessionEffect> more) {
    effects.addAll(more);
    return this;
  }

  /** Answers without keeping the answer, because asking again does no harm. */
  Flow say(SessionReply reply) {
    replies.add(reply);
    return this;
  }

  /** Answers and keeps the answer for a call that is repeated. */
  Flow answer(SessionReply reply) {
    return event(new Answered(reply)).say(reply);
  }

  /** The call is answered later. */
  Flow pending(RequestId request, Errand errand) {
    return event(new ErrandTaken(request, errand)).say(new SessionReply.Pending(request));
  }

  /** Answers all calls that wait for this. */
  Flow finish(Errand errand, Function<RequestId, SessionReply> reply) {
    for (RequestId request : session.ledger().waitingFor(errand)) {
      answer(reply.apply(request));
    }
    return this;
  }

  /** Tells all calls that wait for this that it failed. */
  Flow fail(Errand errand, Fault fault) {
    return finish(errand, request -> new SessionReply.Refused(request, fault));
  }

  Decision<SessionEvent, SessionEffect, SessionReply> decision() {
    return new Decision<>(events, effects, replies);
  }
}
