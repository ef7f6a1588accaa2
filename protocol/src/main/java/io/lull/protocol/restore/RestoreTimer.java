package io.lull.protocol.restore;

import io.lull.protocol.id.Epoch;

/** The timers of a restore; starting one again replaces it. */
public sealed interface RestoreTimer {
  /**
   * Every writer asked in this round must have answered by then.
   *
   * @param epoch the attempt that started it, because a recovered coordinator counts anew
   */
  record RoundLimit(long round, Epoch epoch) implements RestoreTimer {}

  /** The requester has been silent for as long as it may be. */
  record RequesterLease() implements RestoreTimer {}
}
