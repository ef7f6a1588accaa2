package io.lull.protocol.session;

import io.lull.protocol.id.RequestId;

/** The timers of a session; starting one again replaces it. */
public sealed interface SessionTimer {
  /** Everybody asked in this round must have answered by then. */
  record RoundLimit(long round) implements SessionTimer {}

  /** A component or volume must have been admitted to the set by then. */
  record AdmissionLimit(RequestId request) implements SessionTimer {}

  /** The copy that is being deleted must be gone by then. */
  record DeletionLimit() implements SessionTimer {}

  /** Time to ask again for what participants still owe, and for slots that have not answered. */
  record RetryDuties() implements SessionTimer {}

  /** The requester has been silent for as long as it may be. */
  record RequesterLease() implements SessionTimer {}
}
