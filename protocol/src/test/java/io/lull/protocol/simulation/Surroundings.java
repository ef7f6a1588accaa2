package io.lull.protocol.simulation;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.Candidate;
import io.lull.protocol.session.SessionInput.Verb;
import java.util.List;
import java.util.SortedMap;

/** What a requester sees of a simulated cluster, and how it reaches it. */
public interface Surroundings {
  Dice dice();

  Faults faults();

  /** The hosts' lives, as whoever asks the directory now is told. */
  SortedMap<WriterId, Incarnation> roster();

  List<HostId> hosts();

  List<Volume> volumes(HostId host);

  /** Who could copy a volume of that host. */
  List<Candidate> candidates(HostId host);

  void trace(String who, Object... parts);

  /** The requester's own work or timer. */
  void after(long delay, Runnable action);

  /** A session begins; its answers are for this requester. */
  void begun(SessionId session);

  void send(SessionId session, Verb verb);
}
