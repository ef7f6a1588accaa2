package io.lull.protocol.simulation.stream;

import io.lull.protocol.simulation.Promise;

/** A promise of streams. */
interface StreamInvariant extends Promise {
  /** Looks at something as it happens. */
  default void see(StreamFact fact, StreamWorld world) {}

  /** Looks at the world when all faults are over and everything has had time to end. */
  default void checkAtRest(StreamWorld world) {}
}
