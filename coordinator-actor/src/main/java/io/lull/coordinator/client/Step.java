package io.lull.coordinator.client;

import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.session.SessionReply.Aborted;
import io.lull.protocol.session.SessionReply.Done;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What can be done at every step of a backup: to give it up, and to be done with it. */
public abstract class Step {
  final Requester requester;

  Step(Requester requester) {
    this.requester = requester;
  }

  public SessionId session() {
    return requester.session();
  }

  /** Brings every writer back to normal running; says who was reached in time and who was not. */
  public CompletionStage<Aborted> abort() {
    return requester
        .call(SessionReply.class, SessionInput.AbortBackup::new)
        .thenApply(
            reply ->
                reply instanceof Aborted aborted
                    ? aborted
                    : new Aborted(reply.request(), Set.of(), Set.of()));
  }

  /** Ends the session; writers drop what belongs to it, and copies that do not outlive it go. */
  public CompletionStage<Done> release() {
    return call(SessionInput.Release::new).whenComplete((done, failure) -> requester.fallSilent());
  }

  /** Chooses a component; what lies below it is carried along. */
  CompletionStage<Done> choose(ComponentId component) {
    return call(request -> new SessionInput.AddComponent(request, component))
        .thenApply(
            done -> {
              requester.chose(component);
              return done;
            });
  }

  /** Calls a verb that is done or refused, and says no more. */
  CompletionStage<Done> call(Function<RequestId, Verb> verb) {
    return requester.call(Done.class, verb);
  }
}
