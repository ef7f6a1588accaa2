package io.lull.writer.stream;

import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.SessionReport;

/** Whom a host tells what happened to the streams of sessions; returns at once. */
@FunctionalInterface
public interface StreamReports {
  /**
   * Tells a session, which may have heard it before.
   *
   * @param life the life of the host in which it happened
   */
  void tell(SessionId session, Incarnation life, SessionReport report);
}
