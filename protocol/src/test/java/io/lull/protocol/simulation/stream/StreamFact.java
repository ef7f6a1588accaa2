package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.Stream;
import io.lull.protocol.stream.StreamEffect;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamHost;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSession;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.table.Decision;
import java.util.Optional;

/** What an invariant may look at: what was decided, kept and said, and what physically happened. */
sealed interface StreamFact {
  /** The host decided for an instance. */
  record Decided(
      InstanceId instance,
      int life,
      StreamHost before,
      StreamInput input,
      Decision<StreamEvent, StreamEffect, StreamReply> decision,
      StreamHost after)
      implements StreamFact {
    <E extends StreamEvent> Optional<E> event(Class<E> type) {
      return decision.events().stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    <R extends StreamReply> Optional<R> reply(Class<R> type) {
      return decision.replies().stream().filter(type::isInstance).map(type::cast).findFirst();
    }
  }

  /** A stop was answered while a stream began, as if it were open. */
  record Foreseen(
      InstanceId instance,
      StreamHost before,
      Decision<StreamEvent, StreamEffect, StreamReply> decision)
      implements StreamFact {}

  /** A Begin that had a source looked at has ended, and this is the stream that is open then. */
  record BeginEnded(InstanceId instance, SessionId session, Optional<Stream> stream)
      implements StreamFact {}

  /** The host decided on a request that means none of the instances that it has. */
  record Unmet(
      StreamHost before,
      StreamInput input,
      Decision<StreamEvent, StreamEffect, StreamReply> decision,
      StreamHost after)
      implements StreamFact {}

  /** A session's events are durable, and this is its state with them. */
  record Kept(StreamSession before, StreamSession after) implements StreamFact {}

  /** A session answered its requester. */
  record Replied(SessionId session, StreamSessionReply reply) implements StreamFact {}

  /** These logs are gone from the disk of the host, by Lull's hand. */
  record Deleted(InstanceId instance, Logs logs) implements StreamFact {}

  /** The manifest of a backup is durable. */
  record Stored(Backup backup) implements StreamFact {}
}
