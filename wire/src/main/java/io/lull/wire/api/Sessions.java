package io.lull.wire.api;

import java.util.List;

/** Sessions, the one that began last first. */
public record Sessions(List<SessionView> sessions) {
  public Sessions {
    sessions = List.copyOf(sessions);
  }
}
