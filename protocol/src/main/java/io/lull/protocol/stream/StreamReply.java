package io.lull.protocol.stream;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.value.Sorted;
import java.util.Optional;
import java.util.SortedSet;

/** What the host answers about streams; each answer names the request that it belongs to. */
public sealed interface StreamReply {
  RequestId request();

  /** The stream is open. */
  record Begun(RequestId request, StreamKind kind) implements StreamReply {}

  /** These databases are attached and can be read. */
  record AttachInfo(RequestId request, SortedSet<DatabaseId> databases) implements StreamReply {
    public AttachInfo {
      databases = Sorted.set(databases);
    }
  }

  /** The file is open under this handle and of this size. */
  record Opened(RequestId request, long handle, long size) implements StreamReply {}

  /** The read has brought this many bytes; they travel beside the answer. */
  record Read(RequestId request, long handle, int bytes) implements StreamReply {}

  /** The file is closed. */
  record Closed(RequestId request, long handle) implements StreamReply {}

  /** These logs, each to its end, make the stream complete. */
  record LogInfo(RequestId request, Logs required) implements StreamReply {}

  /** These logs would be marked now. */
  record TruncateInfo(RequestId request, Logs logs) implements StreamReply {}

  /** These logs are marked and go once the stream is stored safely. */
  record Truncated(RequestId request, Logs logs) implements StreamReply {}

  /**
   * The stream has ended like this.
   *
   * @param mark what the headers say now; empty when nothing can build on this stream
   */
  record Ended(RequestId request, StreamOutcome outcome, Optional<HeaderMark> mark)
      implements StreamReply {}

  /**
   * No stream of the instance goes on.
   *
   * @param session whose stream is open, or about to be, stopped now or before, and waits for its
   *     End
   */
  record Stopped(RequestId request, Optional<SessionId> session) implements StreamReply {}

  /**
   * The instance is barred from further work.
   *
   * @param session whose stream is open, or about to be, and waits for its End
   */
  record ServiceStopped(RequestId request, Optional<SessionId> session) implements StreamReply {}

  /** The instance is known here and can be streamed. */
  record InstanceStarted(RequestId request) implements StreamReply {}

  /** The instance is not known here any more. */
  record InstanceTerminated(RequestId request) implements StreamReply {}

  /** No stream stands in the way of what was asked. */
  record Permitted(RequestId request) implements StreamReply {}

  /** The request was not done. */
  record StreamRefused(RequestId request, Fault fault) implements StreamReply {}
}
