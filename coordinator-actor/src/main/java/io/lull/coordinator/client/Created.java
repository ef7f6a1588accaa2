package io.lull.coordinator.client;

import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.session.SessionInput.BackupComplete;
import io.lull.protocol.session.SessionInput.DeleteSnapshots;
import io.lull.protocol.session.SessionInput.GatherWriterStatus;
import io.lull.protocol.session.SessionInput.GetSnapshotProperties;
import io.lull.protocol.session.SessionInput.SetBackupSucceeded;
import io.lull.protocol.session.SessionReply.Deleted;
import io.lull.protocol.session.SessionReply.Done;
import io.lull.protocol.session.SessionReply.Properties;
import io.lull.protocol.session.SessionReply.SetCreated;
import io.lull.protocol.session.SessionReply.Statuses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The set exists; its data can be copied out. */
public final class Created extends Step {
  private final SetCreated created;

  Created(Requester requester, SetCreated created) {
    super(requester);
    this.created = created;
  }

  public Grade grade() {
    return created.grade();
  }

  public Certificate certificate() {
    return created.certificate();
  }

  /** The components that were chosen for it; what lies below them was carried along. */
  public Set<ComponentId> chosen() {
    return requester.chosen();
  }

  /** Components that are not usable in this set. */
  public Set<ComponentId> unusable() {
    return created.unusable();
  }

  /** The copies and who made them. */
  public CompletionStage<Map<SnapshotId, ProviderId>> snapshots() {
    return requester
        .call(Properties.class, GetSnapshotProperties::new)
        .thenApply(Properties::snapshots);
  }

  public CompletionStage<Statuses> statuses() {
    return requester.call(Statuses.class, GatherWriterStatus::new);
  }

  /** Says whether a component was stored. */
  public CompletionStage<Created> stored(ComponentId component, boolean well) {
    return call(request -> new SetBackupSucceeded(request, component, well, Map.of()))
        .thenApply(_ -> this);
  }

  /** Tells the writers that the backup is stored, so that they may truncate their logs. */
  public CompletionStage<Done> complete() {
    return call(BackupComplete::new);
  }

  /** Deletes these copies in this order, or with an empty list the whole set. */
  public CompletionStage<Deleted> delete(List<SnapshotId> snapshots) {
    return requester.call(Deleted.class, request -> new DeleteSnapshots(request, snapshots));
  }
}
