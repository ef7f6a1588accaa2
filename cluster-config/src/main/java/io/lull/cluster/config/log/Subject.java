package io.lull.cluster.config.log;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.MDC;

/** What a line of the log is about: every line of a session or a set bears its id. */
public record Subject(Optional<SessionId> session, Optional<SetId> set) {
  public static final String SESSION = "session";
  public static final String SET = "set";

  public static Subject of(SessionId session) {
    return new Subject(Optional.of(session), Optional.empty());
  }

  /** The ids by the names that they have in the log. */
  public Map<String, String> marks() {
    Map<String, String> marks = new HashMap<>();
    session.ifPresent(id -> marks.put(SESSION, id.name()));
    set.ifPresent(id -> marks.put(SET, id.name()));
    return marks;
  }

  /** Runs what logs, and has each of its lines bear the ids. */
  public void log(Runnable lines) {
    Map<String, String> marks = marks();
    Map<String, String> before = MDC.getCopyOfContextMap();
    try {
      marks.forEach(MDC::put);
      lines.run();
    } finally {
      if (before == null) {
        MDC.clear();
      } else {
        MDC.setContextMap(before);
      }
    }
  }
}
