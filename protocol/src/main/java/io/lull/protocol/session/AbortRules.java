package io.lull.protocol.session;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.Creation.Stage;
import io.lull.protocol.session.SessionEffect.AbortWindow;
import io.lull.protocol.session.SessionEffect.Defer;
import io.lull.protocol.session.SessionEvent.AbortBegun;
import io.lull.protocol.session.SessionEvent.AbortRedirected;
import io.lull.protocol.session.SessionEvent.CreationFailed;
import io.lull.protocol.session.SessionEvent.DutiesTaken;
import io.lull.protocol.session.SessionEvent.PhaseEntered;
import io.lull.protocol.session.SessionEvent.StageReached;
import io.lull.protocol.session.SessionReply.Aborted;
import io.lull.protocol.session.SessionReply.Done;
import io.lull.protocol.table.Decision;
import io.lull.protocol.value.Sorted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Undoing: every writer runs again, no unfinished copy stays, and the requester is told. */
final class AbortRules {
  private static final Fault BY_REQUESTER =
      Fault.of(Failure.ABORTED_BY_REQUESTER, "the requester called AbortBackup");

  private static final Fault REHEARSED =
      Fault.of(Failure.ABORTED_BY_REQUESTER, "it was a rehearsal, of which no set may come");

  private AbortRules() {}

  /** Nothing has been announced to anybody, so there is nothing to abort. */
  static Decision<SessionEvent, SessionEffect, SessionReply> nothingToAbort(
      Session session, SessionInput.AbortBackup input, Instant now) {
    return Decision.reply(new Done(input.request()));
  }

  /** No writer has heard of a backup yet: the slots are given back, and that is all. */
  static Decision<SessionEvent, SessionEffect, SessionReply> abortSet(
      Session session, SessionInput.AbortBackup input, Instant now) {
    Flow flow = new Flow(session);
    AdmissionRules.endAll(flow, BY_REQUESTER);
    if (session.phase() == SessionPhase.TAKING_SLOTS) {
      SlotRules.giveUp(flow, BY_REQUESTER);
    } else {
      CreationRules.over(flow);
    }
    return flow.event(new PhaseEntered(SessionPhase.BACKUP_ABORTED))
        .answer(new Done(input.request()))
        .decision();
  }

  /** The writers know of the backup: every one of them is told. */
  static Decision<SessionEvent, SessionEffect, SessionReply> abort(
      Session session, SessionInput.AbortBackup input, Instant now) {
    Flow flow = new Flow(session);
    if (session.creationIsAtLeast(Stage.CREATED)) {
      CreationRules.answer(flow);
    }
    flow.pending(input.request(), Errand.ABORT_BACKUP);
    for (Errand errand :
        List.of(Errand.PREPARE_BACKUP, Errand.COMPLETE_BACKUP, Errand.DELETE_COPIES)) {
      flow.fail(errand, BY_REQUESTER);
    }
    DeletionRules.giveUp(flow);
    if (session.phase() != SessionPhase.CREATION_FAILED
        && !session.creationIsAtLeast(Stage.CREATED)) {
      flow.event(new CreationFailed(BY_REQUESTER));
    }
    return begin(flow, BY_REQUESTER, SessionPhase.BACKUP_ABORTED, session.participants());
  }

  /** The abort is under way already; this call is answered with it. */
  static Decision<SessionEvent, SessionEffect, SessionReply> join(
      Session session, SessionInput.AbortBackup input, Instant now) {
    Flow flow = new Flow(session).pending(input.request(), Errand.ABORT_BACKUP);
    if (session.next() == SessionPhase.CREATION_FAILED) {
      flow.event(new AbortRedirected(SessionPhase.BACKUP_ABORTED));
    }
    return flow.decision();
  }

  /** The window is told at once; what is journaled waits until it has closed. */
  static Decision<SessionEvent, SessionEffect, SessionReply> abortInWindow(
      Session session, SessionInput.AbortBackup input, Instant now) {
    return new Flow(session)
        .effect(new AbortWindow(session.set().set(), BY_REQUESTER))
        .effect(new Defer(input))
        .say(new SessionReply.Pending(input.request()))
        .decision();
  }

  /** One participant has failed the set; all others are told. */
  static Decision<SessionEvent, SessionEffect, SessionReply> failCreation(Flow flow, Fault fault) {
    flow.event(new CreationFailed(fault));
    return begin(flow, fault, SessionPhase.CREATION_FAILED, flow.session().participants());
  }

  /** The window has told the writers; only those that have not confirmed are asked again. */
  static Decision<SessionEvent, SessionEffect, SessionReply> failAfterWindow(
      Flow flow, Fault fault) {
    flow.event(new CreationFailed(fault));
    return begin(
        flow,
        fault,
        SessionPhase.CREATION_FAILED,
        flow.session().set().report().orElseThrow().unconfirmed());
  }

  /** Everybody stood still and runs again; what was only tried is undone, as if it had failed. */
  static Decision<SessionEvent, SessionEffect, SessionReply> rehearsed(Flow flow) {
    return begin(flow, REHEARSED, SessionPhase.BACKUP_ABORTED, flow.session().participants());
  }

  /** Begins an abort, after which comes the given phase. */
  static Decision<SessionEvent, SessionEffect, SessionReply> begin(
      Flow flow, Fault cause, SessionPhase next, Collection<WriterId> writers) {
    flow.event(new AbortBegun(cause, next));
    flow.event(new DutiesTaken(duties(flow.session(), writers)));
    if (flow.session().creationIsAtLeast(Stage.PREPARED)
        && !flow.session().creationIsAtLeast(Stage.CREATED)) {
      flow.event(new StageReached(Stage.DISCARDED));
    }
    flow.effects(Asks.round(flow.session())).effects(Asks.duties(flow.session()));
    return endIfDone(flow).decision();
  }

  /** The abort is over when everybody has confirmed it. */
  static Flow endIfDone(Flow flow) {
    boolean waiting =
        flow.session().work().duties().stream()
            .anyMatch(
                duty ->
                    switch (duty) {
                      case Duty.AbortWriter writer -> true;
                      case Duty.AbortProvider provider -> true;
                      case Duty.DeleteCopies copies -> true;
                      case Duty.ShutDownWriter writer -> false;
                      case Duty.GiveBackSlot slot -> false;
                    });
    return waiting ? flow : end(flow);
  }

  /** Goes on with whoever has not confirmed being named, and asked again later. */
  static Flow end(Flow flow) {
    Session session = flow.session();
    flow.event(new PhaseEntered(session.next()));
    CreationRules.over(flow);
    SortedSet<WriterId> unreached = unreached(session);
    SortedSet<WriterId> handled = new TreeSet<>(session.participants());
    handled.removeAll(unreached);
    flow.finish(
        Errand.ABORT_BACKUP, request -> new Aborted(request, Sorted.set(handled), unreached));
    return session.next() == SessionPhase.RELEASING
        ? ReleaseRules.shutDown(flow, Optional.of(session.failure()))
        : flow;
  }

  private static List<Duty> duties(Session session, Collection<WriterId> writers) {
    List<Duty> duties = new ArrayList<>();
    Sorted.set(writers).forEach(writer -> duties.add(new Duty.AbortWriter(writer)));
    // Before the providers were asked to end their preparations they never hear of an abort, and
    // a set that exists is not undone by one.
    boolean unfinished =
        session.creationIsAtLeast(Stage.PREPARED) && !session.creationIsAtLeast(Stage.CREATED);
    if (unfinished) {
      for (ProviderId provider : session.set().providers()) {
        duties.add(new Duty.AbortProvider(provider));
        if (session.creationIsAtLeast(Stage.FINISHING)) {
          duties.add(new Duty.DeleteCopies(provider));
        }
      }
    }
    return duties;
  }

  private static SortedSet<WriterId> unreached(Session session) {
    return Sorted.set(
        session.participants().stream()
            .filter(writer -> session.work().duties().contains(new Duty.AbortWriter(writer)))
            .toList());
  }
}
