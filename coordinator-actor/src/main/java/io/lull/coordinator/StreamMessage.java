package io.lull.coordinator;

import io.lull.cluster.config.message.HostReply;
import io.lull.coordinator.SessionMessage.Whom;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.session.StreamSessionInput;
import io.lull.protocol.stream.session.StreamSessionReply;
import org.apache.pekko.actor.typed.ActorRef;

/** What the actor of a stream's session is sent. */
public sealed interface StreamMessage {
  /** A message that finds its session wherever in the cluster it lives. */
  sealed interface Addressed extends StreamMessage {
    SessionId session();
  }

  /** A requester calls a verb that the session answers itself. */
  record CallStream(ToStreamSession verb, ActorRef<StreamSessionReply> replyTo)
      implements Addressed {
    @Override
    public SessionId session() {
      return verb.session();
    }
  }

  /** A requester calls what the host of the stream answers. */
  record PassStream(ToStreamSession verb, ActorRef<HostReply.StreamAnswered> replyTo)
      implements Addressed {
    @Override
    public SessionId session() {
      return verb.session();
    }
  }

  /** The host of a stream says what happened to it. */
  record TellStreamSession(ToStreamSession told) implements Addressed {
    @Override
    public SessionId session() {
      return told.session();
    }
  }

  /** A session's actor is to be there, with nothing else to do than what it finds. */
  record WakeStream(Whom whom) implements Addressed {
    @Override
    public SessionId session() {
      return whom.session();
    }
  }

  /** An input and the session that it is for. */
  record ToStreamSession(SessionId session, StreamSessionInput input) {}

  /** Something that happened on the session's own node: an answer, a timer, a lost host. */
  record Happened(StreamSessionInput input) implements StreamMessage {}

  /** The host did not answer in time; the machine has a limit of its own. */
  record Unanswered(String whom) implements StreamMessage {}

  /** The session is to stop here: it is over, or moves to another node. */
  record Stop() implements StreamMessage {}
}
