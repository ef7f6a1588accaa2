package io.lull.protocol.stream;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.value.Sorted;
import java.util.SortedSet;

/**
 * What the headers of databases get when a stream has completed that others may build on.
 *
 * @param kind a full one begins a chain, an incremental one makes it longer
 * @param databases whose headers get it
 * @param high the last log that the stream copied
 */
public record HeaderMark(StreamKind kind, SortedSet<DatabaseId> databases, long high) {
  public HeaderMark {
    databases = Sorted.set(databases);
    if (kind == StreamKind.COPY || databases.isEmpty()) {
      throw new IllegalArgumentException(
          "expected databases and a kind that is built on, but got " + kind + " " + databases);
    }
  }

  /** The database as its header is once it has this mark. */
  Database on(Database database) {
    if (kind == StreamKind.FULL) {
      // Until it is stored, a database that the next stream leaves out needs the logs since before.
      return database.with(new FullMark(FullMark.Means.STREAM, database.fullHigh(), high));
    }
    return database.full().map(full -> database.with(full.followedTo(high))).orElse(database);
  }
}
