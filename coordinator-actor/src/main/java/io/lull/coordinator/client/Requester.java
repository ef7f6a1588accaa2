package io.lull.coordinator.client;

import io.lull.coordinator.SessionMessage;
import io.lull.coordinator.SessionMessage.Call;
import io.lull.coordinator.SessionMessage.ToSession;
import io.lull.coordinator.Sessions;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionInput.InitializeForBackup;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionReply;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;

/** Calls the verbs of one session of a backup. */
final class Requester extends Caller<SessionMessage, Call, Verb, SessionReply> {
  // Steps follow each other, each on the thread that the answer to the one before came on.
  private final Set<ComponentId> chosen = ConcurrentHashMap.newKeySet();

  Requester(SessionId session, Sessions sessions, Lull lull) {
    super(session, sessions.session(session), sessions.receptions(), lull);
  }

  void chose(ComponentId component) {
    chosen.add(component);
  }

  Set<ComponentId> chosen() {
    return Set.copyOf(chosen);
  }

  @Override
  Call call(Verb verb, ActorRef<SessionReply> replyTo) {
    return new Call(new ToSession(session(), verb), replyTo);
  }

  @Override
  RequestId request(Verb verb) {
    return verb.request();
  }

  @Override
  boolean begins(Verb verb) {
    return verb instanceof InitializeForBackup;
  }

  @Override
  Verb keepAlive(RequestId request) {
    return new SessionInput.KeepAlive(request);
  }

  @Override
  Verb release(RequestId request) {
    return new SessionInput.Release(request);
  }

  @Override
  SessionReply pending(RequestId request) {
    return new SessionReply.Pending(request);
  }

  @Override
  Optional<Fault> refusal(SessionReply reply) {
    return reply instanceof SessionReply.Refused refused
        ? Optional.of(refused.fault())
        : Optional.empty();
  }
}
