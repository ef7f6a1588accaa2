package io.lull.node.stream;

import io.lull.coordinator.HostRounds;
import io.lull.protocol.id.HostId;
import io.lull.protocol.stream.StreamInput.StreamRequest;
import io.lull.protocol.stream.StreamReply;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** All hosts that a coordinator knows. */
public record AllHosts(HostRounds rounds) implements HostsOfStreams {
  @Override
  public Optional<HostId> only() {
    return rounds.only();
  }

  @Override
  public CompletionStage<StreamReply> ask(HostId host, StreamRequest request) {
    return rounds.stream(host, request, LIMIT);
  }
}
