package io.lull.coordinator.client;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionInput.DisableWriters;
import io.lull.protocol.session.SessionInput.GatherWriterMetadata;
import io.lull.protocol.session.SessionInput.SetBackupState;
import io.lull.protocol.session.SessionInput.SetContext;
import io.lull.protocol.session.SessionReply.Metadata;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A session has begun; nobody has been asked anything yet. */
public final class Opened extends Step {
  private final Lull lull;

  Opened(Requester requester, Lull lull) {
    super(requester);
    this.lull = lull;
  }

  /** Says what kind of copies are wanted, at most once; BACKUP if nothing is said. */
  public CompletionStage<Opened> inContext(SessionContext context) {
    return call(request -> new SetContext(request, context)).thenApply(_ -> this);
  }

  /** Leaves these writers out. */
  public CompletionStage<Opened> without(Set<WriterId> writers) {
    return call(request -> new DisableWriters(request, writers)).thenApply(_ -> this);
  }

  /** Says what is to be backed up, and has all writers describe themselves. */
  public CompletionStage<Described> describe(BackupState state) {
    return call(request -> new SetBackupState(request, state))
        .thenCompose(
            _ ->
                requester.call(
                    Metadata.class, request -> new GatherWriterMetadata(request, Map.of())))
        .thenApply(metadata -> new Described(requester, lull, metadata));
  }

  /** Begins a set without writers, in a context that has none. */
  public CompletionStage<Started> startSet(Set<HostId> hosts) {
    return Started.begin(requester, lull, hosts);
  }
}
