package io.lull.protocol.stream.session;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
import java.util.Optional;

/** What a requester calls; a call that is repeated with the same id gets the same answer. */
public sealed interface StreamVerb extends StreamSessionInput {
  RequestId request();

  /**
   * Open a stream of this kind.
   *
   * @param terms what its coordinator knows; empty if there is no such host, and whatever a
   *     requester says
   */
  record BeginBackup(
      RequestId request,
      HostId host,
      InstanceId instance,
      StreamKind kind,
      Optional<StreamTerms> terms)
      implements StreamVerb {}

  /** Have the host do this; its answer is the answer. */
  record PassOn(StreamInput.OfSession call) implements StreamVerb {
    /** The session alone begins, and bytes go past it. */
    public PassOn {
      if (call instanceof StreamInput.BeginStream || call instanceof StreamInput.ReadFile) {
        throw new IllegalArgumentException(
            "expected a call that is passed on, but got " + call.getClass().getSimpleName());
      }
    }

    @Override
    public RequestId request() {
      return call.request();
    }
  }

  /** What was read is stored safely, its manifest too: marked logs may go. */
  record ConfirmStored(RequestId request) implements StreamVerb {}

  /** Give the stream up, whoever reads it. */
  record AbortBackup(RequestId request) implements StreamVerb {}
}
