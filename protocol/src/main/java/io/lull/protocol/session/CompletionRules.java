package io.lull.protocol.session;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.session.SessionEvent.BackupMarked;
import io.lull.protocol.session.SessionEvent.PhaseEntered;
import io.lull.protocol.session.SessionEvent.RoundBegan;
import io.lull.protocol.session.SessionReply.Done;
import io.lull.protocol.session.SessionReply.Refused;
import io.lull.protocol.table.Decision;
import java.time.Instant;
import java.util.Optional;

/** The end of a backup that went well: what was stored, and telling the writers. */
final class CompletionRules {
  private CompletionRules() {}

  static Decision<SessionEvent, SessionEffect, SessionReply> mark(
      Session session, SessionInput.SetBackupSucceeded input, Instant now) {
    return objection(session, input)
        .<Decision<SessionEvent, SessionEffect, SessionReply>>map(
            fault -> Decision.reply(new Refused(input.request(), fault)))
        .orElseGet(
            () ->
                new Flow(session)
                    .event(new BackupMarked(input.component(), input.succeeded()))
                    .answer(new Done(input.request()))
                    .decision());
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> complete(
      Session session, SessionInput.BackupComplete input, Instant now) {
    if (!session.withWriters()) {
      Fault fault = Fault.expected(Failure.BAD_STATE, "a context with writers", "it has none");
      return Decision.reply(new Refused(input.request(), fault));
    }
    Flow flow =
        new Flow(session)
            .pending(input.request(), Errand.COMPLETE_BACKUP)
            .event(RoundBegan.ofWriters(SessionPhase.COMPLETING, session.serving()));
    return flow.session().round().isOver()
        ? flow.event(new PhaseEntered(SessionPhase.BACKUP_COMPLETED))
            .finish(Errand.COMPLETE_BACKUP, Done::new)
            .decision()
        : flow.effects(Asks.round(flow.session())).decision();
  }

  private static Optional<Fault> objection(Session session, SessionInput.SetBackupSucceeded input) {
    ComponentId component = input.component();
    if (!session.roster().chosen().containsKey(component)) {
      return Optional.of(
          Fault.expected(
              Failure.OBJECT_NOT_FOUND, "a component that was chosen", "got " + component));
    }
    if (!input.succeeded()) {
      return Optional.empty();
    }
    if (input.carried().containsValue(false)) {
      return Optional.of(
          Fault.expected(
              Failure.INVALID_ARGUMENT,
              "everything below " + component + " to be stored too",
              "something was not"));
    }
    boolean unusable =
        session.roster().unusable().stream()
            .anyMatch(lost -> lost.equals(component) || component.isAbove(lost));
    return unusable
        ? Optional.of(
            Fault.expected(
                Failure.WRITER_PARTIAL_FAILURE,
                component + " to be usable in the copies",
                "its writer failed for it"))
        : Optional.empty();
  }
}
