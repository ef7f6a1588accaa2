package io.lull.cluster.config.message;

import io.lull.protocol.failure.Fault;
import io.lull.wire.api.Copies;
import io.lull.wire.api.HostView;
import io.lull.wire.api.StreamSaid;
import java.util.Optional;

/** What a host answers to those who are not coordinators of a session. */
public sealed interface HostReply {
  /** How the host is now. */
  record Looked(HostView view) implements HostReply {}

  /** Where the copies of a set lie on the host, as far as its providers could tell in time. */
  record Located(Copies copies) implements HostReply {}

  /** What became of showing a copy, or of taking it away. */
  record Exposed(Outcome outcome) implements HostReply {}

  /** What the streams of the host say to a request. */
  record StreamAnswered(StreamSaid said) implements HostReply {}

  /**
   * Whether something was done.
   *
   * @param refused why it was not
   */
  record Outcome(Optional<Fault> refused) {}
}
