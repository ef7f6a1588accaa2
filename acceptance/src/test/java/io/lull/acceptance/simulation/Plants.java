package io.lull.acceptance.simulation;

import io.lull.coordinator.Machines;
import io.lull.coordinator.SessionMessage.HandIn;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.table.Decision;
import io.lull.writer.LeaseKeeper;

/** Faults that a test plants into the shells, to see them found; here there is none. */
interface Plants {
  Plants NONE = new Plants() {};

  /** The journal says that it has written before it has. */
  default boolean acknowledgesEarly() {
    return false;
  }

  /** A report is not handed in this time. */
  default boolean drops(SimNode node, HandIn report) {
    return false;
  }

  /** Whether a message that has arrived was delivered already, and not as it should be. */
  default boolean delivers(SimProcess to, Object message) {
    return false;
  }

  default LeaseKeeper leases(LeaseKeeper real) {
    return real;
  }

  default Machines machines(Machines real) {
    return real;
  }

  /** A session's machine has decided, and nothing of it is kept yet. */
  default void decided(
      SimNode node, Session state, Decision<SessionEvent, SessionEffect, SessionReply> decision) {}
}
