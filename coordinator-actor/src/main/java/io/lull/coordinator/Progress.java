package io.lull.coordinator;

import io.lull.cluster.config.journal.OrderedEvents;
import io.lull.protocol.catalogue.Times;
import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.Creation;
import io.lull.protocol.session.Duty;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionMachine;
import io.lull.protocol.value.Sorted;
import io.lull.wire.EventLog;
import io.lull.wire.api.SessionView;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * A session as its events tell it, as far as they have been read.
 *
 * @param version the number of the last event; 0 if there was none
 * @param began when the first event was written
 * @param times when what happened to its set, and when the last event was written
 */
record Progress(Session session, long version, Instant began, Times times) {
  private static final SessionMachine MACHINE = new SessionMachine();

  /** Of which nothing has been read yet. */
  static Progress none(SessionId id) {
    return new Progress(Session.fresh(id), 0, Instant.EPOCH, Times.NONE);
  }

  /** What the journal has of a session, as logs have it. */
  static EventLog.Entry<SessionEvent> logged(OrderedEvents.Entry entry) {
    return new EventLog.Entry<>(entry.sequence(), entry.writtenAt(), (SessionEvent) entry.event());
  }

  /** The events of a session after the one of this number, no more than so many. */
  static List<EventLog.Entry<SessionEvent>> logged(
      OrderedEvents events, SessionId id, long after, int max) {
    return events.ofEntity(SessionActor.persistenceId(id).id(), after, max).stream()
        .map(Progress::logged)
        .toList();
  }

  /** Whether anybody has used it. */
  boolean isKnown() {
    return version > 0;
  }

  Progress after(Collection<EventLog.Entry<SessionEvent>> entries) {
    Progress progress = this;
    for (EventLog.Entry<SessionEvent> entry : entries) {
      progress = progress.after(entry);
    }
    return progress;
  }

  Progress after(EventLog.Entry<SessionEvent> entry) {
    return new Progress(
        MACHINE.apply(session, entry.event()),
        entry.sequence(),
        version == 0 ? entry.at() : began,
        times.after(entry.event(), entry.at()));
  }

  SessionView view() {
    return new SessionView(
        session.id(),
        version,
        session.phase(),
        session.isOver(),
        session.epoch(),
        session.policy().lowest(),
        began,
        times.changed(),
        // Of a rehearsal there is no set, whatever its messages were called by.
        session
            .creation()
            .filter(_ -> session.setup().effectiveContext() != SessionContext.REHEARSAL)
            .map(Creation::set),
        session.creation().flatMap(Creation::certificate).map(Certificate::grade),
        session.creation().flatMap(Creation::failure),
        writers(),
        unconfirmed());
  }

  /** Those that are backed up. */
  private SortedSet<WriterId> writers() {
    return Sorted.set(
        session.roster().writers().entrySet().stream()
            .filter(writer -> !writer.getValue().included().isEmpty())
            .map(Map.Entry::getKey)
            .toList());
  }

  /** Those that may have been frozen, and that owe the word that they run again. */
  private SortedSet<WriterId> unconfirmed() {
    boolean windowed = session.creation().flatMap(Creation::plan).isPresent();
    return Sorted.set(
        session.work().duties().stream()
            .filter(duty -> windowed && duty instanceof Duty.AbortWriter)
            .map(duty -> ((Duty.AbortWriter) duty).writer())
            .toList());
  }
}
