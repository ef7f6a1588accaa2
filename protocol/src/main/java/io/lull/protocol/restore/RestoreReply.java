package io.lull.protocol.restore;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterStep;
import java.util.Map;
import java.util.Optional;

/** What a restore answers to its requester; names the call that it answers. */
public sealed interface RestoreReply {
  RequestId request();

  /** It is done. */
  record Done(RequestId request) implements RestoreReply {}

  /** It is under way; the answer comes later, under the same request id. */
  record Pending(RequestId request) implements RestoreReply {}

  /** It was not done, or it was given up. */
  record Refused(RequestId request, Fault fault) implements RestoreReply {}

  /** These writers are there; the absent ones could not describe themselves. */
  record Metadata(
      RequestId request, Map<WriterId, WriterMetadata> writers, Map<WriterId, Fault> absent)
      implements RestoreReply {
    public Metadata {
      writers = Sorted.map(writers);
      absent = Sorted.map(absent);
    }
  }

  /** Every writer has handled the step like this, or failed to. */
  record Handled(RequestId request, WriterStep step, Map<WriterId, HandlerResult> writers)
      implements RestoreReply {
    public Handled {
      writers = Sorted.map(writers);
    }
  }

  /** Every writer of the restore stands like this. */
  record Statuses(RequestId request, Map<WriterId, WriterStatus> writers) implements RestoreReply {
    public Statuses {
      writers = Sorted.map(writers);
    }
  }

  /**
   * How the restore stands.
   *
   * @param writers their last status round, as long as no step has followed it
   * @param end why the session ended without its requester, if it did
   */
  record Standing(
      RequestId request,
      RestorePhase phase,
      Map<ComponentId, Choice> choices,
      Map<WriterId, HandlerResult> preRestored,
      Map<WriterId, HandlerResult> postRestored,
      Map<WriterId, HandlerResult> shutDown,
      Map<WriterId, WriterStatus> writers,
      Optional<Fault> end)
      implements RestoreReply {
    public Standing {
      choices = Sorted.map(choices);
      preRestored = Sorted.map(preRestored);
      postRestored = Sorted.map(postRestored);
      shutDown = Sorted.map(shutDown);
      writers = Sorted.map(writers);
    }
  }
}
