package io.lull.protocol.session;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.session.Creation.Stage;
import io.lull.protocol.session.SessionEffect.AbortWindow;
import io.lull.protocol.session.SessionEffect.CancelTimer;
import io.lull.protocol.session.SessionEffect.Defer;
import io.lull.protocol.session.SessionEvent.AbortRedirected;
import io.lull.protocol.session.SessionEvent.CreationFailed;
import io.lull.protocol.session.SessionEvent.DutiesTaken;
import io.lull.protocol.session.SessionEvent.ErrandTaken;
import io.lull.protocol.session.SessionEvent.PhaseEntered;
import io.lull.protocol.session.SessionEvent.ReleaseBegun;
import io.lull.protocol.session.SessionReply.Done;
import io.lull.protocol.session.SessionReply.Pending;
import io.lull.protocol.table.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The end of a session, by its requester's wish or because the requester is gone; both leave
 * nothing behind.
 */
final class ReleaseRules {
  private static final Fault WHILE_CREATING =
      Fault.of(Failure.ABORTED_BY_REQUESTER, "the requester released the session");
  private static final Fault LOST =
      Fault.of(Failure.REQUESTER_LOST, "the requester was silent for longer than its lease");

  private ReleaseRules() {}

  static Decision<SessionEvent, SessionEffect, SessionReply> release(
      Session session, SessionInput.Release input, Instant now) {
    return shutDown(taken(session, input), Optional.empty()).decision();
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> releaseWhileCreating(
      Session session, SessionInput.Release input, Instant now) {
    return abortFirst(taken(session, input), WHILE_CREATING);
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> releaseInWindow(
      Session session, SessionInput.Release input, Instant now) {
    return new Flow(session)
        .effect(new AbortWindow(session.set().set(), WHILE_CREATING))
        .effect(new Defer(input))
        .say(new Pending(input.request()))
        .decision();
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> releaseWhileAborting(
      Session session, SessionInput.Release input, Instant now) {
    return taken(session, input).event(new AbortRedirected(SessionPhase.RELEASING)).decision();
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> join(
      Session session, SessionInput.Release input, Instant now) {
    return taken(session, input).decision();
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> released(
      Session session, SessionInput.Release input, Instant now) {
    return Decision.reply(new Done(input.request()));
  }

  /** What the silence of a requester does, in every phase. */
  static Decision<SessionEvent, SessionEffect, SessionReply> requesterLost(
      Session session, SessionInput.TimerDue input) {
    return switch (session.phase()) {
      case NEW, RELEASING, RELEASED -> Decision.nothing();
      case WINDOW_OPEN ->
          new Flow(session)
              .effect(new AbortWindow(session.set().set(), LOST))
              .effect(new Defer(input))
              .decision();
      case PREPARING_SNAPSHOT,
          ENDING_PREPARE,
          PRE_FINAL_COMMITTING,
          POST_SNAPSHOTTING,
          POST_FINAL_COMMITTING ->
          abortFirst(new Flow(session), LOST);
      case ABORTING ->
          new Flow(session).event(new AbortRedirected(SessionPhase.RELEASING)).decision();
      case INITIALIZED,
          GATHERING_METADATA,
          METADATA_GATHERED,
          TAKING_SLOTS,
          SET_STARTED,
          PREPARING_BACKUP,
          BACKUP_PREPARED,
          SNAPSHOT_CREATED,
          COMPLETING,
          BACKUP_COMPLETED,
          CREATION_FAILED,
          BACKUP_ABORTED ->
          shutDown(new Flow(session), Optional.of(LOST)).decision();
    };
  }

  /** Tells the writers that it is over, deletes auto-release copies and gives slots back. */
  static Flow shutDown(Flow flow, Optional<Fault> cause) {
    Fault fault = cause.orElse(WHILE_CREATING);
    CreationRules.answer(flow);
    AdmissionRules.endAll(flow, fault);
    DeletionRules.giveUp(flow);
    if (flow.session().phase() == SessionPhase.TAKING_SLOTS) {
      SlotRules.giveUp(flow, fault);
    }
    for (Errand errand : Errand.values()) {
      if (errand != Errand.RELEASE) {
        flow.fail(errand, fault);
      }
    }
    flow.event(new ReleaseBegun(cause));
    flow.event(new DutiesTaken(duties(flow.session())));
    flow.effect(new CancelTimer(new SessionTimer.RequesterLease()));
    flow.effects(Asks.round(flow.session())).effects(Asks.duties(flow.session()));
    return endIfDone(flow);
  }

  /** The session is over when everybody has confirmed it. */
  static Flow endIfDone(Flow flow) {
    Session session = flow.session();
    return session.phase() == SessionPhase.RELEASING && session.work().duties().isEmpty()
        ? end(flow)
        : flow;
  }

  /** Whoever has not confirmed is asked again; the requester need not wait for that. */
  static Flow end(Flow flow) {
    return flow.event(new PhaseEntered(SessionPhase.RELEASED)).finish(Errand.RELEASE, Done::new);
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> abortFirst(
      Flow flow, Fault fault) {
    flow.event(new CreationFailed(fault));
    return AbortRules.begin(flow, fault, SessionPhase.RELEASING, flow.session().participants());
  }

  private static List<Duty> duties(Session session) {
    List<Duty> duties = new ArrayList<>();
    session.participants().forEach(writer -> duties.add(new Duty.ShutDownWriter(writer)));
    if (session.creation().isEmpty()) {
      return duties;
    }
    boolean ends =
        session.set().stage() == Stage.CREATED && !session.setup().effectiveContext().persistent();
    if (ends) {
      session.set().providers().forEach(provider -> duties.add(new Duty.DeleteCopies(provider)));
    }
    if (!session.set().slotsGivenBack()) {
      duties.addAll(SlotRules.debts(session, session.set().slots().keySet()));
    }
    return duties;
  }

  private static Flow taken(Session session, SessionInput.Release input) {
    return new Flow(session)
        .event(new ErrandTaken(input.request(), Errand.RELEASE))
        .say(new Pending(input.request()));
  }
}
