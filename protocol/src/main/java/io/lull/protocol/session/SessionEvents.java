package io.lull.protocol.session;

import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.session.SessionEvent.ProviderAnswered;
import io.lull.protocol.session.SessionEvent.RoundBegan;
import io.lull.protocol.session.SessionEvent.WriterAnswered;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.window.FailedWriter;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.writer.HandlerResult;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What each event does to the state of a session; it records, and decides nothing. */
final class SessionEvents {
  private SessionEvents() {}

  static Session apply(Session session, SessionEvent event) {
    Work work = session.work();
    Roster roster = session.roster();
    return switch (event) {
      case SessionEvent.SessionOpened e ->
          session.policy(e.policy()).phase(SessionPhase.INITIALIZED);
      case SessionEvent.ContextSet e -> session.setup(session.setup().context(e.context()));
      case SessionEvent.BackupStateSet e -> session.setup(session.setup().state(e.state()));
      case SessionEvent.WritersDisabled e -> session.setup(session.setup().disable(e.writers()));
      case RoundBegan e -> roundBegan(session, e);
      case SessionEvent.PhaseEntered e -> session.phase(e.phase()).work(work.round(over(session)));
      case SessionEvent.IncarnationLearned e ->
          session.roster(roster.life(e.host(), e.incarnation()));
      case SessionEvent.WriterIdentified e ->
          session
              .roster(roster.identified(e.metadata()))
              .work(work.round(work.round().without(e.metadata().writer())));
      case SessionEvent.WriterAbsent e ->
          session
              .roster(roster.absent(e.writer(), e.fault()))
              .work(work.round(work.round().without(e.writer())));
      case SessionEvent.ComponentAdded e ->
          session.roster(roster.chosen(e.component(), Optional.empty()));
      case SessionEvent.SetBegun e -> session.creation(Creation.of(e.set())).next(e.before());
      case SessionEvent.SlotTaken e ->
          session
              .creation(session.set().slot(e.host(), e.slot()))
              .work(work.round(work.round().without(e.host())));
      case SessionEvent.SetGivenUp e -> session.withoutCreation();
      case SessionEvent.AdmissionMoved e ->
          session.work(work.admission(e.request(), e.admission()));
      case SessionEvent.AdmissionEnded e -> session.work(work.withoutAdmission(e.request()));
      case SessionEvent.VolumeAdded e ->
          session
              .creation(session.set().member(e.volume(), e.provider(), e.cut(), e.declined()))
              .roster(roster.life(e.provider().host(), e.incarnation()));
      case SessionEvent.ComponentsIncluded e ->
          session.roster(
              roster.writer(e.writer(), entry -> entry.including(Sorted.set(e.components()))));
      case WriterAnswered e -> writerAnswered(session, e);
      case ProviderAnswered e -> session.work(work.round(work.round().without(e.provider())));
      case SessionEvent.StageReached e -> session.creation(session.set().at(e.stage()));
      case SessionEvent.WindowOpened e ->
          session.creation(session.set().planned(e.plan())).phase(SessionPhase.WINDOW_OPEN);
      case SessionEvent.WindowClosed e -> windowClosed(session, e.report());
      case SessionEvent.SetCreated e ->
          session
              .creation(session.set().certified(e.certificate()))
              .phase(SessionPhase.SNAPSHOT_CREATED);
      case SessionEvent.CreationFailed e -> session.creation(session.set().failed(e.fault()));
      case SessionEvent.AbortBegun e ->
          session.phase(SessionPhase.ABORTING).next(e.next()).work(work.round(fresh(session)));
      case SessionEvent.AbortRedirected e -> session.next(e.next());
      case SessionEvent.DutiesTaken e -> dutiesTaken(session, e);
      case SessionEvent.DutyDone e -> session.work(work.done(e.duty()));
      case SessionEvent.BackupMarked e ->
          session.roster(roster.chosen(e.component(), Optional.of(e.succeeded())));
      case SessionEvent.DeletionBegun e ->
          session.work(work.deletion(Optional.of(new Deletion(e.request(), e.snapshots(), 0))));
      case SessionEvent.CopyDeleted e ->
          session
              .creation(session.set().withoutMember(e.snapshot().volume()))
              .work(work.deletion(work.deletion().map(Deletion::next)));
      case SessionEvent.DeletionEnded e -> deletionEnded(session);
      case SessionEvent.SetPinned e ->
          standing(session, was -> was.pinned(Optional.of(e.reason())));
      case SessionEvent.SetUnpinned e -> standing(session, was -> was.pinned(Optional.empty()));
      case SessionEvent.SetVerified e -> standing(session, was -> was.verified(e.verification()));
      case SessionEvent.ReleaseBegun e ->
          session.phase(SessionPhase.RELEASING).work(work.round(fresh(session)));
      case SessionEvent.EpochTaken e -> session.epoch(e.epoch());
      case SessionEvent.ErrandTaken e ->
          session.ledger(session.ledger().waiting(e.request(), e.errand()));
      case SessionEvent.Answered e -> session.ledger(session.ledger().answer(e.reply()));
    };
  }

  private static Session windowClosed(Session session, WindowReport report) {
    Roster roster = session.roster();
    for (FailedWriter failed : report.failed()) {
      HandlerResult result = new HandlerResult.Failed(failed.fault());
      roster = roster.writer(failed.writer(), entry -> entry.answered(failed.at(), result));
    }
    return session.creation(session.set().reported(report)).roster(roster);
  }

  /** The copy that was to go next may still go: its provider was asked, and has not said so. */
  private static Session deletionEnded(Session session) {
    Optional<Volume> next =
        session.work().deletion().stream()
            .flatMap(deletion -> deletion.left().stream())
            .map(SnapshotId::volume)
            .findFirst();
    Session ended = session.work(session.work().deletion(Optional.empty()));
    return next.map(volume -> standing(ended, was -> was.leaving(volume))).orElse(ended);
  }

  private static Session standing(Session session, UnaryOperator<Standing> change) {
    return session.creation(session.set().standing(change.apply(session.set().standing())));
  }

  private static Session dutiesTaken(Session session, SessionEvent.DutiesTaken event) {
    Session owing = session.work(session.work().owing(event.duties()));
    boolean slots =
        event.duties().stream()
            .anyMatch(
                duty ->
                    duty instanceof Duty.GiveBackSlot slot
                        && session.set().slots().containsKey(slot.host()));
    return slots ? owing.creation(session.set().givingSlotsBack()) : owing;
  }

  private static Session roundBegan(Session session, RoundBegan event) {
    Round round =
        new Round(session.round().number() + 1, event.writers(), event.providers(), event.slots());
    return session.phase(event.phase()).work(session.work().round(round));
  }

  private static Session writerAnswered(Session session, WriterAnswered event) {
    return session
        .roster(
            session
                .roster()
                .writer(event.writer(), entry -> entry.answered(event.step(), event.result())))
        .work(session.work().round(session.round().without(event.writer())));
  }

  /** A round in which nobody is waited for, but whose limit counts. */
  private static Round fresh(Session session) {
    return new Round(
        session.round().number() + 1,
        Round.NONE.writers(),
        Round.NONE.providers(),
        Round.NONE.slots());
  }

  private static Round over(Session session) {
    return new Round(
        session.round().number(), Round.NONE.writers(), Round.NONE.providers(), Round.NONE.slots());
  }
}
