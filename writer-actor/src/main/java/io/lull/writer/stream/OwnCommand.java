package io.lull.writer.stream;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;

/** What the actor of an instance is told by its own timers and threads. */
sealed interface OwnCommand extends StreamCommand {
  /** A thread has done this. */
  record JobEnded(Job<?> job) implements OwnCommand {}

  /** The limit of this work is over. */
  record JobOverdue(Job<?> job) implements OwnCommand {}

  /** The session of the stream has been silent for as long as it may be. */
  record LeaseOver(SessionId session) implements OwnCommand {}

  /** The snapshot of this set has had the instance for as long as it may. */
  record SnapshotOver(SetId set) implements OwnCommand {}

  /** What sessions have not said to have journaled is to be told again. */
  record TellAgain() implements OwnCommand {}
}
