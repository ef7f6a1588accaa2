package io.lull.coordinator.client;

import io.lull.protocol.session.SessionInput.DoSnapshotSet;
import io.lull.protocol.session.SessionInput.GatherWriterStatus;
import io.lull.protocol.session.SessionReply.Done;
import io.lull.protocol.session.SessionReply.SetCreated;
import io.lull.protocol.session.SessionReply.Statuses;
import java.util.concurrent.CompletionStage;

/** Everybody knows what will be backed up. */
public final class Prepared extends Step {
  Prepared(Requester requester) {
    super(requester);
  }

  /** How the writers answered; it is the requester who decides whether an objection matters. */
  public CompletionStage<Statuses> statuses() {
    return requester.call(Statuses.class, GatherWriterStatus::new);
  }

  /**
   * Goes through all of it in a rehearsal: the writers stand still and are let go, no copy is made,
   * and no set comes of it.
   */
  public CompletionStage<Done> rehearse() {
    return call(DoSnapshotSet::new);
  }

  /** Creates the set, all of it or nothing. */
  public CompletionStage<Created> create() {
    return requester
        .call(SetCreated.class, DoSnapshotSet::new)
        .thenApply(created -> new Created(requester, created));
  }
}
