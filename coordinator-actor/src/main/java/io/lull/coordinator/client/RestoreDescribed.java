package io.lull.coordinator.client;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.restore.LocationMapping;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.restore.RestoreInput.AddAlternativeLocationMapping;
import io.lull.protocol.restore.RestoreInput.AddRestoreSubcomponent;
import io.lull.protocol.restore.RestoreInput.SetAdditionalRestores;
import io.lull.protocol.restore.RestoreInput.SetRestoreOptions;
import io.lull.protocol.restore.RestoreInput.SetRestoreTarget;
import io.lull.protocol.restore.RestoreInput.SetSelectedForRestore;
import io.lull.protocol.restore.RestoreReply.Handled;
import io.lull.protocol.restore.RestoreReply.Metadata;
import io.lull.protocol.writer.RestoreTarget;
import io.lull.protocol.writer.WriterMetadata;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The writers that run have described themselves; it can be said what is restored, and how. */
public final class RestoreDescribed extends RestoreStep {
  private final Metadata metadata;

  RestoreDescribed(RestoreRequester requester, Metadata metadata) {
    super(requester);
    this.metadata = metadata;
  }

  public Map<WriterId, WriterMetadata> writers() {
    return metadata.writers();
  }

  /** Writers that could not describe themselves, and why; nothing of theirs can be restored. */
  public Map<WriterId, Fault> absent() {
    return metadata.absent();
  }

  /** Restores a component that was picked for the backup, with all that it carried along. */
  public CompletionStage<RestoreDescribed> select(ComponentId component) {
    return said(request -> new SetSelectedForRestore(request, component, true));
  }

  /** Of a selected component restores only this one, and others so named, that it carried along. */
  public CompletionStage<RestoreDescribed> selectPart(ComponentId part) {
    return said(request -> new AddRestoreSubcomponent(request, part));
  }

  /** Gives a component's writer options in its own words. */
  public CompletionStage<RestoreDescribed> options(ComponentId component, String options) {
    return said(request -> new SetRestoreOptions(request, component, options));
  }

  /** Says where the files of a component go; as its writer's restore method says if nothing is. */
  public CompletionStage<RestoreDescribed> target(ComponentId component, RestoreTarget target) {
    return said(request -> new SetRestoreTarget(request, component, target));
  }

  /** Says where files of a component go that cannot go where they came from. */
  public CompletionStage<RestoreDescribed> map(ComponentId component, LocationMapping mapping) {
    return said(request -> new AddAlternativeLocationMapping(request, component, mapping));
  }

  /** Says that further restores of a component will follow, until which its writer waits. */
  public CompletionStage<RestoreDescribed> moreToCome(ComponentId component) {
    return said(request -> new SetAdditionalRestores(request, component, true));
  }

  /** Has the writers make way for their files, and asks how they stand. */
  public CompletionStage<RestoreReady> preRestore() {
    return requester
        .call(Handled.class, RestoreInput.PreRestore::new)
        .thenCompose(handled -> RestoreReady.after(requester, handled));
  }

  private CompletionStage<RestoreDescribed> said(Function<RequestId, RestoreInput.Verb> verb) {
    return call(verb).thenApply(_ -> this);
  }
}
