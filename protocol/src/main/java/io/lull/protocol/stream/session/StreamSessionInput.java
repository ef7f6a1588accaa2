package io.lull.protocol.stream.session;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.stream.SessionReport;
import io.lull.protocol.stream.StreamReply;

/** What the session of a stream is given. */
public sealed interface StreamSessionInput permits StreamVerb, StreamSessionInput.Heard {
  /** What comes from elsewhere than the requester. */
  sealed interface Heard extends StreamSessionInput {}

  /** The host's answer to what the session asked for itself. */
  record HostSaid(StreamReply reply) implements Heard {}

  /** What the host says happened to the stream; it says so until it hears that it is kept. */
  record HostReported(HostId host, SessionReport report) implements Heard {}

  /** A life of a host is over, or cannot be reached. */
  record HostLost(HostId host, Incarnation incarnation) implements Heard {}

  /** A limit is over. */
  record LimitPassed(StreamTimer timer) implements Heard {}
}
