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
 */
public record SourceFacts(Logging logging, long checkpoint, SortedSet<DatabaseId> databases) {
  public SourceFacts {
    databases = Sorted.set(databases);
  }
}
