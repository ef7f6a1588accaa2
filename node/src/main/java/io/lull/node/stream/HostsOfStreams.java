package io.lull.node.stream;

import io.lull.protocol.id.HostId;
import io.lull.protocol.stream.StreamInput.StreamRequest;
import io.lull.protocol.stream.StreamReply;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The hosts whose streams can be stopped from here: all of a cluster, or this one. */
public interface HostsOfStreams {
  /** How long a host may take to say that it has stopped what it should. */
  Duration LIMIT = Duration.ofSeconds(10);

  /** The host, if there is one only. */
  Optional<HostId> only();

  /** Asks the streams of a host; one that does not answer in time is a refusal. */
  CompletionStage<StreamReply> ask(HostId host, StreamRequest request);
}
