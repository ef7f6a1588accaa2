package io.lull.writer.guard;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Fault;

/** What a guard says to its node. */
sealed interface GuardMessage {
  /**
   * The guard can be given holds.
   *
   * @param clock its monotonic clock, which has to be the node's
   * @param locked whether its memory stays in memory
   */
  record Ready(GuardLife life, long clock, boolean locked) implements GuardMessage {}

  /** It cannot, and ends. */
  record Unfit(Fault fault) implements GuardMessage {}

  /** The guard is alive, and has heard this beat. */
  record Beat(long number) implements GuardMessage {}

  /** It stands still. */
  record Began(HoldToken token) implements GuardMessage {}

  /** It does not stand still, and will not. */
  record Refused(HoldToken token, Fault fault) implements GuardMessage {}

  /** It stands still no more, whether somebody asked for that or not. */
  record Ended(HoldToken token, HoldEnd end) implements GuardMessage {}
}
