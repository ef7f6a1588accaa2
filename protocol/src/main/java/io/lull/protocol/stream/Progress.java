package io.lull.protocol.stream;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.value.Sorted;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * How far a stream has come.
 *
 * @param copied the databases that were read to their end
 * @param logs empty until they were asked for
 */
public record Progress(SortedSet<DatabaseId> copied, Optional<LogChain> logs) {
  static final Progress NONE = new Progress(Sorted.set(List.of()), Optional.empty());

  public Progress {
    copied = Sorted.set(copied);
  }

  boolean has(StreamFile file) {
    return switch (file) {
      case StreamFile.DatabaseFile data -> copied.contains(data.database());
      case StreamFile.LogFile log ->
          logs.filter(chain -> chain.read().contains(log.generation())).isPresent();
    };
  }

  Progress finished(StreamFile file) {
    return switch (file) {
      case StreamFile.DatabaseFile data -> new Progress(Sorted.with(copied, data.database()), logs);
      case StreamFile.LogFile log ->
          new Progress(copied, logs.map(chain -> chain.read(log.generation())));
    };
  }

  Progress lost(DatabaseId database) {
    return new Progress(Sorted.without(copied, database), logs);
  }

  Progress fetched(LogChain chain) {
    return new Progress(copied, Optional.of(chain));
  }

  Progress marked(Logs marked) {
    return new Progress(copied, logs.map(chain -> chain.marked(marked)));
  }
}
