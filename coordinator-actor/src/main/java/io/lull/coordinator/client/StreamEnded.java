package io.lull.coordinator.client;

import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.HeaderMark;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.StreamReply.Ended;
import io.lull.protocol.stream.session.StreamSessionReply.Stored;
import io.lull.protocol.stream.session.StreamVerb;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A stream has ended; if it has completed it is a backup once its target has stored it. */
public final class StreamEnded extends StreamStep {
  private final Ended ended;

  StreamEnded(StreamRequester requester, Stamp stamp, Ended ended) {
    super(requester, stamp);
    this.ended = ended;
  }

  public StreamOutcome outcome() {
    return ended.outcome();
  }

  /** What the headers of databases say now; empty if nothing can build on this stream. */
  public Optional<HeaderMark> mark() {
    return ended.mark();
  }

  /**
   * Says that all of it lies safely where it was written to, so that marked logs go. Refused with
   * the cause if the stream has not completed.
   */
  public CompletionStage<Stored> stored() {
    return requester.call(Stored.class, StreamVerb.ConfirmStored::new);
  }
}
