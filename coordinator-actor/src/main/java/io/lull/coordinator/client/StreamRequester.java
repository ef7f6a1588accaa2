package io.lull.coordinator.client;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamSessionReply.BackupBegun;
import io.lull.protocol.stream.session.StreamVerb;
import io.lull.wire.api.StreamSaid;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls the verbs of one stream, each under an id of its own and until it is answered. */
final class StreamRequester {
  private final SessionId session;
  private final InstanceId instance;
  private final Lull lull;

  StreamRequester(SessionId session, InstanceId instance, Lull lull) {
    this.session = session;
    this.instance = instance;
    this.lull = lull;
  }

  /** What the host is asked, once it is known under which request and stamp. */
  @FunctionalInterface
  interface OfStream {
    StreamInput.OfSession call(RequestId request, InstanceId instance, Stamp stamp);
  }

  SessionId session() {
    return session;
  }

  /** Opens the stream and goes on to its first step, or leaves nothing open. */
  <S> CompletionStage<S> begin(
      HostId host, StreamKind kind, Function<Stamp, CompletionStage<S>> first) {
    return call(
            BackupBegun.class,
            request -> new StreamVerb.BeginBackup(request, host, instance, kind, Optional.empty()))
        .thenCompose(begun -> first.apply(begun.stamp()))
        .whenComplete((_, failure) -> leaveNothing(failure));
  }

  // A call that was given up may still arrive, and nobody would use what it begins.
  private void leaveNothing(@Nullable Throwable failure) {
    if (failure != null) {
      var _ =
          lull.relay(
              session, new StreamVerb.AbortBackup(lull.newRequest()), lull.settings().again());
    }
  }

  /** Calls what the session answers; the stage fails with {@link RefusedException} on a no. */
  <A extends StreamSessionReply> CompletionStage<A> call(
      Class<A> answer, Function<RequestId, StreamVerb> verb) {
    StreamVerb called = verb.apply(lull.newRequest());
    return repeated(
            () -> lull.relay(session, called, lull.settings().again()), lull.settings().most())
        .thenApply(
            reply -> {
              if (reply instanceof StreamSessionReply.Refused refused) {
                throw new RefusedException(refused.fault());
              }
              return answer.cast(reply);
            });
  }

  /** Calls what the host answers; the stage fails with {@link RefusedException} on a no. */
  <A extends StreamReply> CompletionStage<A> pass(Class<A> answer, Stamp stamp, OfStream verb) {
    return said(stamp, verb).thenApply(said -> answer.cast(said.reply()));
  }

  /** The same with what comes beside the answer. */
  CompletionStage<StreamSaid> said(Stamp stamp, OfStream verb) {
    StreamVerb.PassOn called = new StreamVerb.PassOn(verb.call(lull.newRequest(), instance, stamp));
    return repeated(
            () -> lull.pass(session, called, lull.settings().again()), lull.settings().most())
        .thenApply(
            said -> {
              if (said.reply() instanceof StreamReply.StreamRefused refused) {
                throw new RefusedException(refused.fault());
              }
              return said;
            });
  }

  private <R> CompletionStage<R> repeated(
      Supplier<CompletionStage<Optional<R>>> once, Duration left) {
    return once.get()
        .thenCompose(
            answer -> {
              Duration rest = left.minus(lull.settings().again());
              if (answer.isPresent()) {
                return CompletableFuture.completedStage(answer.get());
              }
              return rest.isPositive()
                  ? repeated(once, rest)
                  : CompletableFuture.failedStage(silence());
            });
  }

  private RefusedException silence() {
    return new RefusedException(
        Fault.expected(
            Failure.COORDINATOR_LOST,
            "an answer of stream " + session + " or its host within " + lull.settings().most(),
            "none came"));
  }
}
