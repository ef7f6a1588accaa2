package io.lull.coordinator.client;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.restore.RestoreReply.Handled;
import io.lull.protocol.restore.RestoreReply.Statuses;
import io.lull.protocol.restore.WriterStatus;
import io.lull.protocol.writer.HandlerResult;
import java.util.Map;
import java.util.Optional;

/** The writers have taken their files over, or said why not; the restore can be released. */
public final class RestoreDone extends RestoreStep {
  private final Handled handled;
  private final Statuses statuses;

  RestoreDone(RestoreRequester requester, Handled handled, Statuses statuses) {
    super(requester);
    this.handled = handled;
    this.statuses = statuses;
  }

  /** How the writers handled PostRestore. */
  public Map<WriterId, HandlerResult> handled() {
    return handled.writers();
  }

  public Map<WriterId, WriterStatus> statuses() {
    return statuses.writers();
  }

  /** Why a writer did not take its files over, if one did not. */
  public Optional<Fault> failure() {
    return failure(handled());
  }
}
