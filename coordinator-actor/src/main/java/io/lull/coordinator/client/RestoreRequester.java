package io.lull.coordinator.client;

import io.lull.coordinator.RestoreMessage;
import io.lull.coordinator.RestoreMessage.CallRestore;
import io.lull.coordinator.RestoreMessage.ToRestore;
import io.lull.coordinator.Sessions;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.restore.RestoreInput.InitializeForRestore;
import io.lull.protocol.restore.RestoreInput.Verb;
import io.lull.protocol.restore.RestoreReply;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** Calls the verbs of one restore. */
final class RestoreRequester extends Caller<RestoreMessage, CallRestore, Verb, RestoreReply> {
  RestoreRequester(SessionId session, Sessions sessions, Lull lull) {
    super(session, sessions.restore(session), sessions.restoreReceptions(), lull);
  }

  @Override
  CallRestore call(Verb verb, ActorRef<RestoreReply> replyTo) {
    return new CallRestore(new ToRestore(session(), verb), replyTo);
  }

  @Override
  RequestId request(Verb verb) {
    return verb.request();
  }

  @Override
  boolean begins(Verb verb) {
    return verb instanceof InitializeForRestore;
  }

  @Override
  Verb keepAlive(RequestId request) {
    return new RestoreInput.KeepAlive(request);
  }

  @Override
  Verb release(RequestId request) {
    return new RestoreInput.Release(request);
  }

  @Override
  RestoreReply pending(RequestId request) {
    return new RestoreReply.Pending(request);
  }

  @Override
  Optional<Fault> refusal(RestoreReply reply) {
    return reply instanceof RestoreReply.Refused refused
        ? Optional.of(refused.fault())
        : Optional.empty();
  }
}
