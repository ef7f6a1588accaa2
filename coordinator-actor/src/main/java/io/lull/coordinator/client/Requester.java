package io.lull.coordinator.client;

import io.lull.coordinator.SessionMessage;
import io.lull.coordinator.SessionMessage.Call;
import io.lull.coordinator.SessionMessage.ToSession;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionInput.InitializeForBackup;
import io.lull.protocol.session.SessionInput.KeepAlive;
import io.lull.protocol.session.SessionInput.Release;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.session.SessionReply.Done;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.jspecify.annotations.Nullable;

/** Calls the verbs of one session, each under an id of its own and until it is answered. */
final class Requester {
  private final SessionId session;
  private final EntityRef<SessionMessage> entity;
  private final Lull lull;
  private final Supplier<RequestId> ids;
  // Steps follow each other, each on the thread that the answer to the one before came on.
  private final Set<ComponentId> chosen = ConcurrentHashMap.newKeySet();
  private Cancellable keepingAlive = Cancellable.alreadyCancelled();

  Requester(SessionId session, EntityRef<SessionMessage> entity, Lull lull) {
    this.session = session;
    this.entity = entity;
    this.lull = lull;
    this.ids = lull::newRequest;
  }

  void chose(ComponentId component) {
    chosen.add(component);
  }

  Set<ComponentId> chosen() {
    return Set.copyOf(chosen);
  }

  SessionId session() {
    return session;
  }

  /** Begins the session, at whichever reception can be reached. */
  CompletionStage<Done> begin(Function<RequestId, Verb> verb) {
    Verb called = verb.apply(ids.get());
    return repeated(
            () ->
                AskPattern.ask(
                    lull.receptions(),
                    call(called)::apply,
                    lull.settings().again(),
                    lull.scheduler()),
            lull.settings().begin())
        .thenApply(reply -> expected(Done.class, reply.orElseGet(() -> noCoordinator(called))));
  }

  // A call that was given up may still arrive, and nobody would use what it begins.
  void leaveNothing(@Nullable Throwable failure) {
    if (failure != null) {
      entity.tell(call(new Release(ids.get())).apply(lull.nobody()));
    }
  }

  /** Calls a verb; the stage fails with {@link RefusedException} when the answer is no. */
  <R extends SessionReply> CompletionStage<R> call(
      Class<R> answer, Function<RequestId, Verb> verb) {
    Verb called = verb.apply(ids.get());
    return repeated(
            () -> entity.ask(call(called)::apply, lull.settings().again()), lull.settings().most())
        .thenApply(reply -> expected(answer, reply.orElseGet(() -> silence(called))));
  }

  /** Calls a verb once; no answer in this time means that one may come later. */
  CompletionStage<SessionReply> relay(Verb verb, Duration within) {
    CompletionStage<SessionReply> answer =
        verb instanceof InitializeForBackup
            ? AskPattern.ask(lull.receptions(), call(verb)::apply, within, lull.scheduler())
            : entity.ask(call(verb)::apply, within);
    return answer.exceptionallyCompose(
        failure ->
            late(failure)
                ? CompletableFuture.completedStage(new SessionReply.Pending(verb.request()))
                : CompletableFuture.failedStage(failure));
  }

  private static boolean late(Throwable failure) {
    return failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException;
  }

  private Function<ActorRef<SessionReply>, Call> call(Verb verb) {
    return replyTo -> new Call(new ToSession(session, verb), replyTo);
  }

  /** Calls again and again; no answer in all this time is none. */
  private CompletionStage<Optional<SessionReply>> repeated(
      Supplier<CompletionStage<SessionReply>> once, Duration left) {
    return once.get()
        .thenApply(Optional::of)
        .exceptionallyCompose(failure -> again(once, left, failure));
  }

  private CompletionStage<Optional<SessionReply>> again(
      Supplier<CompletionStage<SessionReply>> once, Duration left, Throwable failure) {
    if (!late(failure)) {
      return CompletableFuture.failedStage(failure);
    }
    Duration rest = left.minus(lull.settings().again());
    return rest.isPositive()
        ? repeated(once, rest)
        : CompletableFuture.completedStage(Optional.empty());
  }

  private SessionReply silence(Verb verb) {
    return new SessionReply.Refused(
        verb.request(),
        Fault.expected(
            Failure.COORDINATOR_LOST,
            "an answer of session " + session + " within " + lull.settings().most(),
            "none came"));
  }

  private SessionReply noCoordinator(Verb verb) {
    return new SessionReply.Refused(
        verb.request(),
        Fault.expected(
            Failure.NO_COORDINATOR,
            "a coordinator to begin a session within " + lull.settings().begin(),
            "none answered"));
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
                () -> entity.tell(call(new KeepAlive(ids.get())).apply(lull.nobody())),
                lull.executionContext());
  }

  void fallSilent() {
    keepingAlive.cancel();
  }
}
