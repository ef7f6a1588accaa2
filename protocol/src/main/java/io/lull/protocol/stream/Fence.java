package io.lull.protocol.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.StreamEvent.EpochTaken;
import io.lull.protocol.stream.StreamInput.Notice;
import io.lull.protocol.stream.StreamInput.OfSession;
import io.lull.protocol.table.Decision;
import java.util.Optional;

/** What is looked at before the table: a late message must not touch what a later one began. */
final class Fence {
  private Fence() {}

  /** The answer to a message for another life of this host, or from an attempt that is over. */
  static Optional<Decision<StreamEvent, StreamEffect, StreamReply>> late(
      StreamHost host, StreamInput input) {
    if (input instanceof OfSession call) {
      return late(host, call.instance(), call.stamp())
          .map(
              failure ->
                  Decisions.refuse(
                      call.request(),
                      failure,
                      "a message of the newest attempt, to life " + host.incarnation(),
                      "its stamp is " + call.stamp()));
    }
    // Nobody waits for an answer to a notice, and what it speaks of is gone.
    return input instanceof Notice notice
        ? late(host, notice.instance(), notice.stamp()).map(failure -> Decision.nothing())
        : Optional.empty();
  }

  /** From the first word of a recovered coordinator on, its predecessor is too late. */
  static Decision<StreamEvent, StreamEffect, StreamReply> takeover(
      StreamHost host, StreamInput input) {
    if (input instanceof OfSession call
        && host.owned(call.instance(), call.stamp().session())
            .filter(stream -> stream.stamp().epoch().isBefore(call.stamp().epoch()))
            .isPresent()) {
      return Decision.event(new EpochTaken(call.instance(), call.stamp().epoch()));
    }
    return Decision.nothing();
  }

  private static Optional<Failure> late(StreamHost host, InstanceId id, Stamp stamp) {
    if (!stamp.incarnation().equals(host.incarnation())) {
      return Optional.of(Failure.STALE_INCARNATION);
    }
    return host.owned(id, stamp.session())
        .filter(stream -> stamp.epoch().isBefore(stream.stamp().epoch()))
        .map(stream -> Failure.STALE_EPOCH);
  }
}
