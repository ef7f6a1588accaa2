package io.lull.wire;

import io.lull.protocol.restore.RestoreEvent;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.stream.session.StreamSessionEvent;

/**
 * Whose events a log holds.
 *
 * @param name how the header says it
 * @param events the family of the events
 */
public record EventLogKind<E>(String name, Class<E> events) {
  /** The events of a backup session. */
  public static final EventLogKind<SessionEvent> SESSION =
      new EventLogKind<>("session", SessionEvent.class);

  /** The events of a restore session. */
  public static final EventLogKind<RestoreEvent> RESTORE =
      new EventLogKind<>("restore", RestoreEvent.class);

  /** The events of a stream's session. */
  public static final EventLogKind<StreamSessionEvent> STREAM =
      new EventLogKind<>("stream", StreamSessionEvent.class);
}
