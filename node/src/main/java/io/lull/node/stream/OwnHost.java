package io.lull.node.stream;

import io.lull.cluster.config.message.HostMessage;
import io.lull.coordinator.HostRounds;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.stream.StreamInput.StreamRequest;
import io.lull.protocol.stream.StreamReply;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/** The host of this node alone, which needs no coordinator to stop its streams. */
public record OwnHost(HostId host, ActorRef<HostMessage> agent, ActorSystem<?> system)
    implements HostsOfStreams {
  @Override
  public Optional<HostId> only() {
    return Optional.of(host);
  }

  @Override
  public CompletionStage<StreamReply> ask(HostId named, StreamRequest request) {
    return named.equals(host)
        ? HostRounds.stream(host, agent, request, LIMIT, system)
        : CompletableFuture.completedStage(
            new StreamReply.StreamRefused(
                request.request(),
                Fault.expected(
                    Failure.OBJECT_NOT_FOUND,
                    "host " + host,
                    "got " + named + ", and this node speaks for itself only")));
  }
}
