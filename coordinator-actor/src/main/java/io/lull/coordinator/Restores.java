package io.lull.coordinator;

import io.lull.cluster.config.journal.Journal;
import io.lull.protocol.id.SessionId;
import io.lull.wire.api.RestoreView;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * What became of one restore, read from the journal when somebody asks.
 *
 * <p>It waits for the database, so it is not for actor threads.
 */
public final class Restores {
  private Restores() {}

  /** One restore, if anybody has begun it. */
  public static Optional<RestoreView> find(ActorSystem<?> system, SessionId id) {
    RestoreProgress progress =
        RestoreProgress.none(id)
            .after(Journal.get(system).events().ofEntity(RestoreActor.persistenceId(id).id()));
    return Optional.of(progress).filter(RestoreProgress::hasBegun).map(RestoreProgress::view);
  }
}
