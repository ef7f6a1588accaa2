package io.lull.protocol.stream.session;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.Stamp;

/** What the session of a stream answers to its requester; names the call that it answers. */
public sealed interface StreamSessionReply {
  RequestId request();

  /** The stream is open; every call to it carries this stamp. */
  record BackupBegun(RequestId request, Stamp stamp) implements StreamSessionReply {}

  /** It is kept that the target has stored the stream; marked logs go. */
  record Stored(RequestId request) implements StreamSessionReply {}

  /** The stream has ended, and nothing comes of it. */
  record BackupGivenUp(RequestId request) implements StreamSessionReply {}

  /** It was not done. */
  record Refused(RequestId request, Fault fault) implements StreamSessionReply {}
}
