package io.lull.coordinator;

import io.lull.cluster.config.journal.OrderedEvents.Entry;

/**
 * A session of one kind as its events tell it, as far as they have been read.
 *
 * @param <P> the same, an event later
 * @param <V> what is shown of it
 */
interface Recounted<P, V> {
  P after(Entry entry);

  /** Whether it is one at all; a refusal is remembered too, of one that never began. */
  boolean hasBegun();

  boolean isOver();

  V view();
}
