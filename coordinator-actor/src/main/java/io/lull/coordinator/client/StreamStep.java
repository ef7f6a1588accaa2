package io.lull.coordinator.client;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.session.StreamSessionReply.BackupGivenUp;
import io.lull.protocol.stream.session.StreamVerb;
import java.util.concurrent.CompletionStage;

/**
 * What can be done at every step of a stream. Each step gives the next one, so that what a stream
 * may not be asked yet, or any more, cannot be called.
 *
 * <p>A stream that calls and reads nothing for as long as the lease of a requester is ended by its
 * host, and no log goes because of it.
 */
public abstract sealed class StreamStep permits StreamReading, StreamEnded {
  final StreamRequester requester;
  final Stamp stamp;

  StreamStep(StreamRequester requester, Stamp stamp) {
    this.requester = requester;
    this.stamp = stamp;
  }

  public SessionId session() {
    return requester.session();
  }

  /** Gives the stream up: nothing comes of it, its instance is free, and no log goes. */
  public CompletionStage<BackupGivenUp> abort() {
    return requester.call(BackupGivenUp.class, StreamVerb.AbortBackup::new);
  }
}
