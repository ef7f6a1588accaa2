package io.lull.protocol.session;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.session.SessionEffect.TellFate;
import io.lull.protocol.session.SessionEvent.EpochTaken;
import io.lull.protocol.session.SessionEvent.WriterAnswered;
import io.lull.protocol.table.Decision;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterStep;
import java.time.Instant;

/** What becomes of a session when its coordinator, a host or a timer has something to tell. */
final class RecoveryRules {
  private static final Fault COORDINATOR_LOST =
      Fault.of(Failure.COORDINATOR_LOST, "the coordinator was lost while the set was created");

  private RecoveryRules() {}

  /** Goes on where the lost coordinator stood, under a higher epoch. */
  static Decision<SessionEvent, SessionEffect, SessionReply> resume(
      Session session, SessionInput.TakeOver input, Instant now) {
    return resume(session);
  }

  /** What is over stays as it ended, however often and wherever it is read again. */
  static Decision<SessionEvent, SessionEffect, SessionReply> resumeDebts(
      Session session, SessionInput.TakeOver input, Instant now) {
    return session.isOver() ? Decision.nothing() : resume(session);
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> resume(Session session) {
    Flow flow = new Flow(session).event(new EpochTaken(session.epoch().next()));
    return flow.effects(Asks.outstanding(flow.session())).decision();
  }

  /** Nobody knows what stands still; the set is aborted, and never frozen again. */
  static Decision<SessionEvent, SessionEffect, SessionReply> abandon(
      Session session, SessionInput.TakeOver input, Instant now) {
    Flow flow = new Flow(session).event(new EpochTaken(session.epoch().next()));
    if (session.policy().leased()) {
      flow.effect(Asks.lease(flow.session()));
    }
    return AbortRules.failCreation(flow, COORDINATOR_LOST);
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> hostLostCreating(
      Session session, SessionInput.HostLost input, Instant now) {
    return takesPart(session, input.host())
        ? AbortRules.failCreation(new Flow(session), input.fault())
        : Decision.nothing();
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> hostLostInWindow(
      Session session, SessionInput.HostLost input, Instant now) {
    return takesPart(session, input.host())
        ? Decision.effect(new SessionEffect.AbortWindow(session.set().set(), input.fault()))
        : Decision.nothing();
  }

  /** Its writers have failed this round; the others go on. */
  static Decision<SessionEvent, SessionEffect, SessionReply> hostLostInRound(
      Session session, SessionInput.HostLost input, Instant now) {
    Flow flow = new Flow(session);
    WriterStep step =
        session.phase() == SessionPhase.COMPLETING
            ? WriterStep.BACKUP_COMPLETE
            : WriterStep.PREPARE_FOR_BACKUP;
    session.round().writers().stream()
        .filter(writer -> writer.host().equals(input.host()))
        .forEach(
            writer ->
                flow.event(
                    new WriterAnswered(writer, step, new HandlerResult.Failed(input.fault()))));
    boolean over = flow.session().round().isOver() && !session.round().isOver();
    return over ? RoundRules.next(flow) : flow.decision();
  }

  /** Copies live as long as their session has not undone or ended them. */
  static Decision<SessionEvent, SessionEffect, SessionReply> fate(
      Session session, SessionInput.FateAsked input, Instant now) {
    boolean lives =
        session
            .creation()
            .filter(set -> set.set().equals(input.set()))
            .filter(set -> lives(session, set))
            .isPresent();
    return Decision.effect(new TellFate(input.provider(), input.set(), lives));
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> timerDue(
      Session session, SessionInput.TimerDue input, Instant now) {
    return switch (input.timer()) {
      case SessionTimer.RoundLimit limit ->
          limit.round() == session.round().number() ? roundLimit(session) : Decision.nothing();
      case SessionTimer.AdmissionLimit limit -> AdmissionRules.overdue(session, limit.request());
      case SessionTimer.DeletionLimit limit -> DeletionRules.overdue(session);
      case SessionTimer.RetryDuties retry ->
          new Flow(session).effects(Asks.again(session)).decision();
      case SessionTimer.RequesterLease lease -> ReleaseRules.requesterLost(session, input);
    };
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> roundLimit(Session session) {
    return switch (session.phase()) {
      case GATHERING_METADATA -> SetupRules.gatherLimit(session);
      case TAKING_SLOTS -> SlotRules.startLimit(session);
      case PREPARING_BACKUP,
          PREPARING_SNAPSHOT,
          ENDING_PREPARE,
          PRE_FINAL_COMMITTING,
          POST_SNAPSHOTTING,
          POST_FINAL_COMMITTING,
          COMPLETING ->
          RoundRules.limitPassed(session);
      case ABORTING -> AbortRules.end(new Flow(session)).decision();
      case RELEASING -> ReleaseRules.end(new Flow(session)).decision();
      case SNAPSHOT_CREATED, CREATION_FAILED, BACKUP_ABORTED ->
          CreationRules.answer(new Flow(session)).decision();
      case NEW,
          INITIALIZED,
          METADATA_GATHERED,
          SET_STARTED,
          BACKUP_PREPARED,
          WINDOW_OPEN,
          BACKUP_COMPLETED,
          RELEASED ->
          Decision.nothing();
    };
  }

  private static boolean lives(Session session, Creation set) {
    return switch (session.phase()) {
      // What is not finished by now will never be.
      case CREATION_FAILED, BACKUP_ABORTED, ABORTING -> set.stage() == Creation.Stage.CREATED;
      case RELEASING, RELEASED ->
          set.stage() == Creation.Stage.CREATED
              && !set.members().isEmpty()
              && session.setup().effectiveContext().persistent();
      default -> true;
    };
  }

  private static boolean takesPart(Session session, HostId host) {
    return session.participants().stream().anyMatch(writer -> writer.host().equals(host))
        || session.set().providers().stream().anyMatch(provider -> provider.host().equals(host));
  }
}
