package io.lull.protocol.simulation;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.Session;
import io.lull.protocol.slot.Slot;
import java.util.Collection;
import java.util.List;

/** What an invariant may look at of a simulated cluster, whatever runs its machines. */
public interface World {
  /** The applications of all hosts, as they physically are. */
  List<Application> applications();

  Disk disk();

  long now();

  /** Whether a host's own process can do nothing, or has not caught up yet. */
  boolean isBehind(HostId host);

  /** What the journal says of a session. */
  Session journaled(SessionId id);

  /** What somebody makes of a session's journal who reads it from its beginning. */
  Session replayed(SessionId id);

  Iterable<SessionId> sessionIds();

  Slot journaledSlot(HostId host);

  Collection<HostId> hostIds();

  /** Calls that never got their answer. */
  List<String> unanswered();
}
