package io.lull.coordinator.client;

import io.lull.coordinator.HostRounds;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.stream.StreamInput.StopBackup;
import io.lull.protocol.stream.StreamInput.StopService;
import io.lull.protocol.stream.StreamInput.StreamRequest;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.StreamReply.ServiceStopped;
import io.lull.protocol.stream.StreamReply.Stopped;
import io.lull.protocol.stream.StreamReply.StreamRefused;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Stops streams for the owner of their instances, who needs no part in any of them. The hosts
 * themselves decide; stages fail with {@link RefusedException} on a no, and if a host is silent.
 */
public final class StreamStops {
  /** A host answers out of its memory. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final HostRounds rounds;

  private StreamStops(HostRounds rounds) {
    this.rounds = rounds;
  }

  public static StreamStops of(HostRounds rounds) {
    return new StreamStops(rounds);
  }

  /** Stops whatever stream the instance has; succeeds and leaves no trace if it has none. */
  public CompletionStage<Stopped> stopBackup(HostId host, InstanceId instance) {
    return ask(Stopped.class, host, new StopBackup(request(), Optional.of(instance)));
  }

  /** The same for the only instance there is; nothing is stopped where there are several. */
  public CompletionStage<Stopped> stopBackup() {
    return rounds
        .only()
        .map(host -> ask(Stopped.class, host, new StopBackup(request(), Optional.empty())))
        .orElseGet(() -> CompletableFuture.failedStage(new RefusedException(unnamed())));
  }

  /** Nothing is stopped by guessing: where there are several hosts, there are several instances. */
  public static Fault unnamed() {
    return Fault.expected(
        Failure.RUNNING_IN_MULTI_INSTANCE_MODE,
        "the name of an instance",
        "none was given and there is not one host only");
  }

  /** Bars the instance from streams until its host is started anew; an open one is stopped. */
  public CompletionStage<ServiceStopped> stopService(HostId host, InstanceId instance) {
    return ask(ServiceStopped.class, host, new StopService(request(), Optional.of(instance)));
  }

  private <A extends StreamReply> CompletionStage<A> ask(
      Class<A> answer, HostId host, StreamRequest stop) {
    return rounds.stream(host, stop, ANSWER)
        .thenApply(
            reply -> {
              if (reply instanceof StreamRefused refused) {
                throw new RefusedException(refused.fault());
              }
              return answer.cast(reply);
            });
  }

  private static RequestId request() {
    return new RequestId("r-" + UUID.randomUUID());
  }
}
