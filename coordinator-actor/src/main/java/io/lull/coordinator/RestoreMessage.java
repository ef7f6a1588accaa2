package io.lull.coordinator;

import io.lull.coordinator.SessionMessage.Whom;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.restore.RestoreInput.GatherWriterMetadata;
import io.lull.protocol.restore.RestoreReply;
import io.lull.protocol.time.Uptime;
import org.apache.pekko.actor.typed.ActorRef;

/** What the actor of a restore is sent. */
public sealed interface RestoreMessage {
  /** A message that finds its restore wherever in the cluster it lives. */
  sealed interface Addressed extends RestoreMessage {
    SessionId session();
  }

  /** A requester calls a verb; repeated with the same request id it gets the recorded reply. */
  record CallRestore(ToRestore verb, ActorRef<RestoreReply> replyTo) implements Addressed {
    @Override
    public SessionId session() {
      return verb.session();
    }
  }

  /** A restore's actor is to be there, with nothing else to do than what it finds. */
  record WakeRestore(Whom whom) implements Addressed {
    @Override
    public SessionId session() {
      return whom.session();
    }
  }

  /** An input and the restore that it is for. */
  record ToRestore(SessionId session, RestoreInput input) {}

  /** Something that happened on the restore's own node: an answer, a timer, a lost host. */
  record Happened(RestoreInput input) implements RestoreMessage {}

  /** A call is looked at again: it is about hosts of which some have not spoken yet. */
  record Attend(GatherWriterMetadata verb, Uptime until) implements RestoreMessage {}

  /** Writers have answered; what they said is kept where the restore looks. */
  record Heard() implements RestoreMessage {}

  /** A writer's answer did not come in time; the machine has limits of its own. */
  record Unanswered(String whom) implements RestoreMessage {}

  /** The restore is to stop here: it is over, or moves to another node. */
  record Stop() implements RestoreMessage {}
}
