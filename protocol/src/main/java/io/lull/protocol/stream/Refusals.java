package io.lull.protocol.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.stream.StreamInput.OfSession;
import io.lull.protocol.stream.StreamInput.StreamRequest;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;

/** How the table says no. */
final class Refusals {
  private Refusals() {}

  static Decision<StreamEvent, StreamEffect, StreamReply> refuse(
      StreamHost host, StreamInput input, Failure failure) {
    if (!(input instanceof StreamRequest request)) {
      throw new IllegalStateException("expected that only requests are refused, but got " + input);
    }
    return Decisions.refuse(
        request.request(),
        failure,
        "a phase in which " + input.getClass().getSimpleName() + " is done",
        "found " + Sight.phase(host, input));
  }

  /** A late message must not touch what a later one has begun. */
  static Decision<StreamEvent, StreamEffect, StreamReply> late(
      StreamHost host, OfSession call, Uptime now) {
    return Decisions.refuse(
        call.request(),
        Sight.late(host, call.instance(), call.stamp()).orElseThrow(),
        "a message of now",
        "its stamp is " + call.stamp() + " in life " + host.incarnation() + " of this host");
  }
}
