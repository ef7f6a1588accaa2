package io.lull.protocol.session;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.SessionEvent.ComponentsIncluded;
import io.lull.protocol.session.SessionEvent.PhaseEntered;
import io.lull.protocol.session.SessionEvent.RoundBegan;
import io.lull.protocol.session.SessionReply.Done;
import io.lull.protocol.session.SessionReply.Refused;
import io.lull.protocol.table.Decision;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.WriterMetadata;
import java.time.Instant;
import java.util.Set;
import java.util.SortedSet;

/** Telling the writers what will be backed up; a writer that objects fails nothing by itself. */
final class PreparationRules {
  private PreparationRules() {}

  static Decision<SessionEvent, SessionEffect, SessionReply> prepare(
      Session session, SessionInput.PrepareForBackup input, Instant now) {
    if (!session.withWriters()) {
      return refuse(input, "a context with writers", "it has none");
    }
    if (session.setup().state().isEmpty()) {
      return refuse(input, "SetBackupState before PrepareForBackup", "none came");
    }
    if (!session.work().admissions().isEmpty()) {
      return refuse(input, "every component and volume to be admitted", "some still wait");
    }
    Flow flow = new Flow(session).pending(input.request(), Errand.PREPARE_BACKUP);
    session
        .roster()
        .writers()
        .forEach(
            (writer, entry) -> {
              SortedSet<ComponentId> included = included(session, entry.metadata());
              if (!included.isEmpty()) {
                flow.event(new ComponentsIncluded(writer, included));
              }
            });
    SortedSet<WriterId> asked = flow.session().participants();
    flow.event(RoundBegan.ofWriters(SessionPhase.PREPARING_BACKUP, asked));
    return asked.isEmpty() ? prepared(flow) : flow.effects(Asks.round(flow.session())).decision();
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> prepared(Flow flow) {
    return flow.event(new PhaseEntered(SessionPhase.BACKUP_PREPARED))
        .finish(Errand.PREPARE_BACKUP, Done::new)
        .decision();
  }

  private static SortedSet<ComponentId> included(Session session, WriterMetadata metadata) {
    if (session.setup().state().filter(BackupState::componentMode).isEmpty()) {
      return Selection.everything(metadata);
    }
    Set<ComponentId> chosen =
        Sorted.set(
            session.roster().chosen().keySet().stream()
                .filter(component -> component.writer().equals(metadata.writer()))
                .toList());
    return Selection.included(metadata, chosen);
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> refuse(
      SessionInput.PrepareForBackup input, String expected, String but) {
    return Decision.reply(
        new Refused(input.request(), Fault.expected(Failure.BAD_STATE, expected, but)));
  }
}
