package io.lull.coordinator;

import io.lull.cluster.config.journal.Journal;
import io.lull.cluster.config.journal.OrderedEvents.Entry;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.restore.RestoreEvent;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.wire.EventLog;
import io.lull.wire.EventLogKind;
import io.lull.wire.EventLogWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.persistence.typed.PersistenceId;

/** Takes sessions out of the journal, as files that anybody can replay without a cluster. */
public final class SessionLogs {
  private SessionLogs() {}

  /**
   * Writes all events of a backup session, a restore or a stream; {@link io.lull.wire.Replay}
   * brings them back to a state.
   *
   * <p>It waits for the database, so it is not for actor threads.
   *
   * @param createdBy the version of Lull that writes the file
   * @return how many events there are; none if nobody has used the session
   */
  public static int export(
      ActorSystem<?> system, SessionId session, String createdBy, OutputStream out)
      throws IOException {
    List<Entry> stream = events(system, StreamSessionActor.persistenceId(session));
    if (!stream.isEmpty()) {
      return write(
          stream,
          new EventLogWriter<>(out, EventLogKind.STREAM, session, createdBy),
          StreamSessionEvent.class);
    }
    List<Entry> restore = events(system, RestoreActor.persistenceId(session));
    return restore.isEmpty()
        ? write(
            events(system, SessionActor.persistenceId(session)),
            new EventLogWriter<>(out, EventLogKind.SESSION, session, createdBy),
            SessionEvent.class)
        : write(
            restore,
            new EventLogWriter<>(out, EventLogKind.RESTORE, session, createdBy),
            RestoreEvent.class);
  }

  /** The events of a stream; none if nobody has used it. It waits for the database. */
  public static List<EventLog.Entry<StreamSessionEvent>> ofStream(
      ActorSystem<?> system, SessionId session) {
    return logged(
        events(system, StreamSessionActor.persistenceId(session)), StreamSessionEvent.class);
  }

  /** The events of a restore; none if nobody has used it. It waits for the database. */
  public static List<EventLog.Entry<RestoreEvent>> ofRestore(
      ActorSystem<?> system, SessionId session) {
    return logged(events(system, RestoreActor.persistenceId(session)), RestoreEvent.class);
  }

  private static <E> List<EventLog.Entry<E>> logged(List<Entry> entries, Class<E> type) {
    return entries.stream()
        .map(
            entry ->
                new EventLog.Entry<>(entry.sequence(), entry.writtenAt(), type.cast(entry.event())))
        .toList();
  }

  private static List<Entry> events(ActorSystem<?> system, PersistenceId id) {
    return Journal.get(system).events().ofEntity(id.id());
  }

  private static <E> int write(List<Entry> entries, EventLogWriter<E> log, Class<E> type)
      throws IOException {
    for (Entry entry : entries) {
      log.append(entry.writtenAt(), type.cast(entry.event()));
    }
    log.finish();
    return entries.size();
  }
}
