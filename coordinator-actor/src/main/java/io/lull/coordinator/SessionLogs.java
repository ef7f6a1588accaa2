package io.lull.coordinator;

import io.lull.cluster.config.journal.Journal;
import io.lull.cluster.config.journal.OrderedEvents.Entry;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionEvent;
import io.lull.wire.EventLogKind;
import io.lull.wire.EventLogWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;

/** Takes sessions out of the journal, as files that anybody can replay without a cluster. */
public final class SessionLogs {
  private SessionLogs() {}

  /**
   * Writes all events of a session; {@link io.lull.wire.Replay} brings them back to a state.
   *
   * <p>It waits for the database, so it is not for actor threads.
   *
   * @param createdBy the version of Lull that writes the file
   * @return how many events there are; none if nobody has used the session
   */
  public static int export(
      ActorSystem<?> system, SessionId session, String createdBy, OutputStream out)
      throws IOException {
    List<Entry> entries =
        Journal.get(system).events().ofEntity(SessionActor.persistenceId(session).id());
    EventLogWriter<SessionEvent> log =
        new EventLogWriter<>(out, EventLogKind.SESSION, session, createdBy);
    for (Entry entry : entries) {
      log.append(entry.writtenAt(), (SessionEvent) entry.event());
    }
    log.finish();
    return entries.size();
  }
}
