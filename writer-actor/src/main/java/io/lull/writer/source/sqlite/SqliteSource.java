package io.lull.writer.source.sqlite;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamKind;
import io.lull.writer.database.Faults;
import io.lull.writer.guard.Blocking;
import io.lull.writer.guard.DatabaseProbe;
import io.lull.writer.source.OpenSource;
import io.lull.writer.source.SourceException;
import io.lull.writer.source.SourceLimits;
import io.lull.writer.source.StreamSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Databases of an application that goes on meanwhile. Each is copied when it is opened, by a
 * process that lives for that alone: this one could not trust its locks where others in it read the
 * same files.
 */
final class SqliteSource implements StreamSource {
  private static final Duration LOOK = Duration.ofSeconds(30);

  private final SourceSettings settings;

  SqliteSource(SourceSettings settings) {
    this.settings = settings;
  }

  @Override
  public SourceLimits limits() {
    return new SourceLimits(LOOK, settings.copy(), Duration.ZERO);
  }

  @Override
  public OpenSource begin(StreamKind kind) throws SourceException, InterruptedException {
    try {
      SortedMap<DatabaseId, Path> databases = new TreeMap<>();
      for (Map.Entry<DatabaseId, Path> database : settings.databases().entrySet()) {
        databases.put(database.getKey(), database.getValue().toRealPath());
      }
      List<String> paths = databases.values().stream().map(Path::toString).toList();
      Map<String, Fault> faults =
          Blocking.call(
              "look at the databases of " + settings.instance(),
              () -> DatabaseProbe.run(DatabaseProbe.Task.LOOK, paths, LOOK));
      refuse(faults);
      return OpenDatabases.begin(settings, databases);
    } catch (Exception failed) {
      throw failed("databases that can be read", failed);
    }
  }

  /** Names one of those that are not as they should be. */
  static void refuse(Map<String, Fault> faults) throws SourceException {
    for (Map.Entry<String, Fault> fault : faults.entrySet()) {
      throw new SourceException(
          Fault.of(fault.getValue().failure(), fault.getKey() + ": " + fault.getValue().detail()));
    }
  }

  /** The same failure, as a source says it. */
  static SourceException failed(String expected, Exception failed) throws InterruptedException {
    return switch (failed) {
      case InterruptedException interrupted -> throw interrupted;
      case SourceException known -> known;
      case IOException io -> new SourceException(Faults.of(expected, io).fault());
      default -> new SourceException(Faults.of(expected, failed).fault());
    };
  }

  /** There is never one that could be kept. */
  @Override
  public void delete(Logs logs) {}
}
