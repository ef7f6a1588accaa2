package io.lull.coordinator.client;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.SessionReply.Metadata;
import io.lull.protocol.writer.WriterMetadata;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The writers have described themselves; components can be chosen. */
public final class Described extends Step {
  private final Lull lull;
  private final Metadata metadata;

  Described(Requester requester, Lull lull, Metadata metadata) {
    super(requester);
    this.lull = lull;
    this.metadata = metadata;
  }

  public List<WriterMetadata> writers() {
    return metadata.writers();
  }

  /** Writers that could not describe themselves, and why; they take no part. */
  public Map<WriterId, Fault> absent() {
    return metadata.absent();
  }

  /** Chooses a component; what lies below it is carried along. */
  public CompletionStage<Described> add(ComponentId component) {
    return choose(component).thenApply(_ -> this);
  }

  /** Takes the creation slots of these hosts, or of those of all components chosen so far. */
  public CompletionStage<Started> startSet(Set<HostId> hosts) {
    return Started.begin(requester, lull, hosts);
  }
}
