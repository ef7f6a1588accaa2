package io.lull.coordinator.client;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.restore.Choice;
import io.lull.protocol.restore.LocationMapping;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.restore.RestoreInput.AddAlternativeLocationMapping;
import io.lull.protocol.restore.RestoreInput.SetFileRestoreStatus;
import io.lull.protocol.restore.RestoreReply.Handled;
import io.lull.protocol.restore.RestoreReply.Standing;
import io.lull.protocol.restore.RestoreReply.Statuses;
import io.lull.protocol.restore.WriterStatus;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The writers have made way, or said why not, and files can be put back. What becomes of each file
 * says {@link io.lull.protocol.restore.RestorePlan}.
 */
public final class RestoreReady extends RestoreStep {
  private final Handled handled;
  private final Standing standing;

  private RestoreReady(RestoreRequester requester, Handled handled, Standing standing) {
    super(requester);
    this.handled = handled;
    this.standing = standing;
  }

  static CompletionStage<RestoreReady> after(RestoreRequester requester, Handled handled) {
    return requester
        .call(Statuses.class, RestoreInput.GatherWriterStatus::new)
        .thenCompose(_ -> requester.call(Standing.class, RestoreInput.QueryStatus::new))
        .thenApply(standing -> new RestoreReady(requester, handled, standing));
  }

  /** How the writers handled PreRestore; it is the requester who decides what a failure means. */
  public Map<WriterId, HandlerResult> handled() {
    return handled.writers();
  }

  public Map<WriterId, WriterStatus> statuses() {
    return standing.writers();
  }

  /** What is restored and how, by the component that was picked for the backup. */
  public Map<ComponentId, Choice> choices() {
    return standing.choices();
  }

  /** Why a writer did not make way, if one did not. */
  public Optional<Fault> failure() {
    return failure(handled());
  }

  /** Says where files of a component went that could not go where they came from. */
  public CompletionStage<RestoreReady> map(ComponentId component, LocationMapping mapping) {
    return call(request -> new AddAlternativeLocationMapping(request, component, mapping))
        .thenApply(_ -> this);
  }

  /** Says whether the files of a component were put back. */
  public CompletionStage<RestoreReady> putBack(ComponentId component, FileRestoreStatus status) {
    return call(request -> new SetFileRestoreStatus(request, component, status))
        .thenApply(_ -> this);
  }

  /** Has the writers take their files over, and asks how they stand. */
  public CompletionStage<RestoreDone> postRestore() {
    return requester
        .call(Handled.class, RestoreInput.PostRestore::new)
        .thenCompose(
            after ->
                requester
                    .call(Statuses.class, RestoreInput.GatherWriterStatus::new)
                    .thenApply(statuses -> new RestoreDone(requester, after, statuses)));
  }
}
