package io.lull.coordinator;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.window.WindowReport;
import org.apache.pekko.actor.typed.ActorRef;

/** What a session's actor is sent. */
public sealed interface SessionMessage {
  /** A message that finds its session wherever in the cluster it lives. */
  sealed interface Addressed extends SessionMessage {
    SessionId session();
  }

  /** A requester calls a verb; repeated with the same request id it gets the recorded reply. */
  record Call(ToSession verb, ActorRef<SessionReply> replyTo) implements Addressed {
    @Override
    public SessionId session() {
      return verb.session();
    }
  }

  /** A creation slot or a provider says or asks something; an answer finds its own way. */
  record Tell(ToSession told) implements Addressed {
    @Override
    public SessionId session() {
      return told.session();
    }
  }

  /** A keeper hands in the report of a window, until it is told that it may forget it. */
  record HandIn(Reported reported, ActorRef<WindowKeeper.Command> keeper) implements Addressed {
    @Override
    public SessionId session() {
      return reported.session();
    }
  }

  /** A session's actor is to be there, with nothing else to do than what it finds. */
  record Wake(Whom whom) implements Addressed {
    @Override
    public SessionId session() {
      return whom.session();
    }
  }

  /** The session that is to be woken. */
  record Whom(SessionId session) {}

  /** An input and the session that it is for. */
  record ToSession(SessionId session, SessionInput input) {}

  /** A report and the session whose window it is about. */
  record Reported(SessionId session, WindowReport report) {}

  /** Something that happened on the session's own node: an answer, a timer, a lost host. */
  record Happened(SessionInput input) implements SessionMessage {}

  /** A call is looked at again: it is about hosts of which some have not spoken yet. */
  record Attend(Verb verb, Uptime until) implements SessionMessage {}

  /** Participants have answered; what they said is kept where the session looks. */
  record Heard() implements SessionMessage {}

  /** A participant's answer did not come in time; the machine has limits of its own. */
  record Unanswered(String whom) implements SessionMessage {}

  /** The session is to stop here: it is over, or moves to another node. */
  record Stop() implements SessionMessage {}
}
