package io.lull.writer.source;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.stream.Logging;
import io.lull.protocol.value.Sorted;
import java.util.SortedSet;

/**
 * What a source finds when a stream begins.
 *
 * @param checkpoint the oldest log that is needed to make what is read from now on consistent
 * @param databases those that can be read
 * @param whole whether the application has no others, not even such as cannot be read just now: one
 *     that was there before is gone for good, and its logs go as soon as a full stream without it
 *     is stored. Whoever cannot tell says no
 */
public record SourceFacts(
    Logging logging, long checkpoint, SortedSet<DatabaseId> databases, boolean whole) {
  public SourceFacts {
    databases = Sorted.set(databases);
  }

  /** Facts of a source that cannot tell whether a database that it does not find is gone. */
  public SourceFacts(Logging logging, long checkpoint, SortedSet<DatabaseId> databases) {
    this(logging, checkpoint, databases, false);
  }
}
