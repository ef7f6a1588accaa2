package io.lull.writer.guard;

import io.lull.protocol.certificate.HoldToken;

/** What a node says to its guard. */
sealed interface NodeMessage {
  /** The node is alive. */
  record Beat(long number) implements NodeMessage {}

  /**
   * Hold this still.
   *
   * @param deadline when the lease is over, on the monotonic clock that all processes share
   */
  record Begin(HoldNote note, long deadline) implements NodeMessage {}

  /** Let this go. */
  record End(HoldToken token) implements NodeMessage {}
}
