package io.lull.coordinator.client;

import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.session.SessionInput.AddToSnapshotSet;
import io.lull.protocol.session.SessionInput.PrepareForBackup;
import io.lull.protocol.session.SessionInput.StartSnapshotSet;
import io.lull.protocol.session.SessionReply.SetStarted;
import io.lull.protocol.session.SessionReply.VolumeAdded;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The creation slots are taken; volumes can be added to the set. */
public final class Started extends Step {
  private final SetId set;

  private Started(Requester requester, SetId set) {
    super(requester);
    this.set = set;
  }

  static CompletionStage<Started> begin(Requester requester, Lull lull, Set<HostId> hosts) {
    SetId set = lull.newSet();
    return requester
        .call(SetStarted.class, request -> new StartSnapshotSet(request, set, hosts, Set.of()))
        .thenApply(_ -> new Started(requester, set));
  }

  public SetId set() {
    return set;
  }

  /** Chooses one more component. */
  public CompletionStage<Started> add(ComponentId component) {
    return choose(component).thenApply(_ -> this);
  }

  /** Adds a volume; the best provider that accepts it will copy it. */
  public CompletionStage<VolumeAdded> add(Volume volume) {
    return add(volume, Optional.empty());
  }

  /** Adds a volume that this provider and no other is to copy. */
  public CompletionStage<VolumeAdded> add(Volume volume, ProviderId provider) {
    return add(volume, Optional.of(provider));
  }

  private CompletionStage<VolumeAdded> add(Volume volume, Optional<ProviderId> provider) {
    return requester.call(
        VolumeAdded.class, request -> new AddToSnapshotSet(request, volume, provider, List.of()));
  }

  /** Tells the writers what will be backed up; an objection of theirs fails nothing. */
  public CompletionStage<Prepared> prepare() {
    return call(PrepareForBackup::new).thenApply(_ -> new Prepared(requester));
  }

  /** Goes on without telling writers, in a context that has none. */
  public Prepared withoutWriters() {
    return new Prepared(requester);
  }
}
