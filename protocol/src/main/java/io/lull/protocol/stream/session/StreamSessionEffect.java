package io.lull.protocol.stream.session;

import io.lull.protocol.id.HostId;
import io.lull.protocol.stream.StreamInput;
import java.time.Duration;

/** What the session of a stream wants done; all of it may be done again without harm. */
public sealed interface StreamSessionEffect {
  /** Ask the host for the session itself; its answer comes back to the session. */
  record AskHost(HostId host, StreamInput.OfSession request) implements StreamSessionEffect {}

  /** Have the host do what the requester calls; its answer is the requester's. */
  record PassToHost(HostId host, StreamInput.OfSession request) implements StreamSessionEffect {}

  /** Tell the host; it does not answer. */
  record TellHost(HostId host, StreamInput told) implements StreamSessionEffect {}

  /** Start this timer, instead of an earlier one of the same name. */
  record StartStreamTimer(StreamTimer timer, Duration after) implements StreamSessionEffect {}
}
