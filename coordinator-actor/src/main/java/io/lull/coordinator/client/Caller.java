package io.lull.coordinator.client;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.jspecify.annotations.Nullable;

/**
 * Calls the verbs of one session of any kind, each under an id of its own and until it is answered.
 *
 * @param <M> what the session's actor is sent
 * @param <C> a call of those
 * @param <V> verb
 * @param <R> reply
 */
abstract class Caller<M, C extends M, V, R> {
  private final SessionId session;
  private final EntityRef<M> entity;
  private final ActorRef<C> receptions;
  private final Lull lull;
  private Cancellable keepingAlive = Cancellable.alreadyCancelled();

  Caller(SessionId session, EntityRef<M> entity, ActorRef<C> receptions, Lull lull) {
    this.session = session;
    this.entity = entity;
    this.receptions = receptions;
    this.lull = lull;
  }

  abstract C call(V verb, ActorRef<R> replyTo);

  abstract RequestId request(V verb);

  /** Whether the verb begins a session, so that a reception has to be asked. */
  abstract boolean begins(V verb);

  abstract V keepAlive(RequestId request);

  abstract V release(RequestId request);

  /** Says that a call is still under way. */
  abstract R pending(RequestId request);

  /** Why a call was not done, if it was not. */
  abstract Optional<Fault> refusal(R reply);

  SessionId session() {
    return session;
  }

  /** Begins the session, at whichever reception can be reached. */
  <A extends R> CompletionStage<A> begin(Class<A> answer, Function<RequestId, V> verb) {
    V called = verb.apply(lull.newRequest());
    return repeated(() -> begin(called, lull.settings().again()), lull.settings().begin())
        .thenApply(reply -> expected(answer, reply.orElseThrow(this::noCoordinator)));
  }

  private CompletionStage<R> begin(V verb, Duration within) {
    return AskPattern.ask(receptions, replyTo -> call(verb, replyTo), within, lull.scheduler());
  }

  // A call that was given up may still arrive, and nobody would use what it begins.
  void leaveNothing(@Nullable Throwable failure) {
    if (failure != null) {
      tell(release(lull.newRequest()));
    }
  }

  /** Calls a verb; the stage fails with {@link RefusedException} when the answer is no. */
  <A extends R> CompletionStage<A> call(Class<A> answer, Function<RequestId, V> verb) {
    V called = verb.apply(lull.newRequest());
    return repeated(() -> once(called, lull.settings().again()), lull.settings().most())
        .thenApply(reply -> expected(answer, reply.orElseThrow(this::silence)));
  }

  private CompletionStage<R> once(V verb, Duration within) {
    return entity.ask(replyTo -> call(verb, replyTo), within);
  }

  private void tell(V verb) {
    entity.tell(call(verb, lull.nobody()));
  }

  /** Calls a verb once; no answer in this time means that one may come later. */
  CompletionStage<R> relay(V verb, Duration within) {
    CompletionStage<R> answer = begins(verb) ? begin(verb, within) : once(verb, within);
    return answer.exceptionallyCompose(
        failure ->
            late(failure)
                ? CompletableFuture.completedStage(pending(request(verb)))
                : CompletableFuture.failedStage(failure));
  }

  static boolean late(Throwable failure) {
    return failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException;
  }

  /** Calls again and again; no answer in all this time is none. */
  private CompletionStage<Optional<R>> repeated(Supplier<CompletionStage<R>> once, Duration left) {
    return once.get()
        .thenApply(Optional::of)
        .exceptionallyCompose(failure -> again(once, left, failure));
  }

  private CompletionStage<Optional<R>> again(
      Supplier<CompletionStage<R>> once, Duration left, Throwable failure) {
    if (!late(failure)) {
      return CompletableFuture.failedStage(failure);
    }
    Duration rest = left.minus(lull.settings().again());
    return rest.isPositive()
        ? repeated(once, rest)
        : CompletableFuture.completedStage(Optional.empty());
  }

  private RefusedException silence() {
    return new RefusedException(
        Fault.expected(
            Failure.COORDINATOR_LOST,
            "an answer of session " + session + " within " + lull.settings().most(),
            "none came"));
  }

  private RefusedException noCoordinator() {
    return new RefusedException(
        Fault.expected(
            Failure.NO_COORDINATOR,
            "a coordinator to begin a session within " + lull.settings().begin(),
            "none answered"));
  }

  private <A extends R> A expected(Class<A> answer, R reply) {
    Optional<Fault> refusal = refusal(reply);
    if (refusal.isPresent()) {
      throw new RefusedException(refusal.get());
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
                () -> tell(keepAlive(lull.newRequest())),
                lull.executionContext());
  }

  void fallSilent() {
    keepingAlive.cancel();
  }
}
