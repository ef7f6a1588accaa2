package io.lull.coordinator;

import io.lull.wire.api.RestoreView;
import io.lull.wire.api.SessionView;
import io.lull.wire.api.StreamView;

/** What has changed, as it is then. */
public sealed interface Change {
  /** A session of a backup. */
  record OfSession(SessionView session) implements Change {}

  /** A restore. */
  record OfRestore(RestoreView restore) implements Change {}

  /** A stream. */
  record OfStream(StreamView stream) implements Change {}
}
