package io.lull.coordinator.client;

import io.lull.protocol.restore.RestoreInput.GatherWriterMetadata;
import io.lull.protocol.restore.RestoreReply.Metadata;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A restore has begun; nobody has been asked anything yet. */
public final class RestoreOpened extends RestoreStep {
  RestoreOpened(RestoreRequester requester) {
    super(requester);
  }

  /** Has all writers that run describe themselves. */
  public CompletionStage<RestoreDescribed> describe() {
    return requester
        .call(Metadata.class, request -> new GatherWriterMetadata(request, Map.of()))
        .thenApply(metadata -> new RestoreDescribed(requester, metadata));
  }
}
