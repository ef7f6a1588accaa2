package io.lull.coordinator.client;

import io.lull.coordinator.SessionMessage;
import io.lull.coordinator.SessionMessage.Call;
import io.lull.coordinator.SessionMessage.ToSession;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionInput.KeepAlive;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionReply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** Calls the verbs of one session, each under an id of its own and until it is answered. */
final class Requester {
  private final SessionId session;
  private final EntityRef<SessionMessage> entity;
  private final Lull lull;
  private final Supplier<RequestId> ids;
  private Cancellable keepingAlive = Cancellable.alreadyCancelled();

  Requester(SessionId session, EntityRef<SessionMessage> entity, Lull lull) {
    this.session = session;
    this.entity = entity;
    this.lull = lull;
    this.ids = lull::newRequest;
  }

  SessionId session() {
    return session;
  }

  /** Calls a verb; the stage fails with {@link RefusedException} when the answer is no. */
  <R extends SessionReply> CompletionStage<R> call(
      Class<R> answer, Function<RequestId, Verb> verb) {
    Verb called = verb.apply(ids.get());
    return send(called, lull.settings().most()).thenApply(reply -> expected(answer, reply));
  }

  private CompletionStage<SessionReply> send(Verb verb, Duration left) {
    return entity
        .<SessionReply>ask(
            replyTo -> new Call(new ToSession(session, verb), replyTo), lull.settings().again())
        .handle((reply, failure) -> failure == null ? done(reply) : again(verb, left, failure))
        .thenCompose(Function.identity());
  }

  private CompletionStage<SessionReply> again(Verb verb, Duration left, Throwable failure) {
    if (!(failure instanceof TimeoutException)
        && !(failure.getCause() instanceof TimeoutException)) {
      return CompletableFuture.failedStage(failure);
    }
    Duration rest = left.minus(lull.settings().again());
    if (rest.isPositive()) {
      return send(verb, rest);
    }
    return done(
        new SessionReply.Refused(
            verb.request(),
            Fault.expected(
                Failure.COORDINATOR_LOST,
                "an answer of session " + session + " within " + lull.settings().most(),
                "none came")));
  }

  private static CompletionStage<SessionReply> done(SessionReply reply) {
    return CompletableFuture.completedStage(reply);
  }

  private static <R extends SessionReply> R expected(Class<R> answer, SessionReply reply) {
    if (reply instanceof SessionReply.Refused refused) {
      throw new RefusedException(refused.fault());
    }
    return answer.cast(reply);
  }

  /** Says now and then that the requester is there, until told to stop. */
  void keepAlive(Duration lease) {
    keepingAlive =
        lull.scheduler()
            .scheduleAtFixedRate(
                lease.dividedBy(3),
                lease.dividedBy(3),
                () ->
                    entity.tell(
                        new Call(new ToSession(session, new KeepAlive(ids.get())), lull.nobody())),
                lull.executionContext());
  }

  void fallSilent() {
    keepingAlive.cancel();
  }
}
