package io.lull.writer.source.sqlite;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.stream.Logging;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamKind;
import io.lull.writer.database.Faults;
import io.lull.writer.guard.Blocking;
import io.lull.writer.guard.DatabaseProbe;
import io.lull.writer.source.OpenSource;
import io.lull.writer.source.SourceException;
import io.lull.writer.source.SourceLimits;
import io.lull.writer.source.StreamSource;
import io.lull.writer.source.sqlite.wal.Chain;
import io.lull.writer.source.sqlite.wal.HolderProcess;
import io.lull.writer.source.sqlite.wal.WalLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Databases of an application that goes on meanwhile. Each is copied when it is opened, by a
 * process that lives for that alone: this one could not trust its locks where others in it read the
 * same files.
 */
final class SqliteSource implements StreamSource {
  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final String READABLE = "databases that can be read";

  /** How long it may take until nobody is in the way of a hold, or of its next step. */
  private static final Duration HOLD = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(SqliteSource.class);

  private final SourceSettings settings;
  private final WalLogs logs;
  private final HolderProcess holder;

  SqliteSource(SourceSettings settings) {
    this.settings = settings;
    this.logs = new WalLogs(settings.logs());
    this.holder =
        new HolderProcess(
            settings.logs(),
            settings.walLimit(),
            said -> LOG.warn("instance {}: {}", settings.instance(), said));
  }

  @Override
  public SourceLimits limits() {
    return settings.logged()
        ? new SourceLimits(LOOK.plus(HOLD), settings.copy(), HOLD)
        : new SourceLimits(LOOK, settings.copy(), Duration.ZERO);
  }

  @Override
  public void look() throws SourceException, InterruptedException {
    try {
      var _ = readable();
    } catch (Exception failed) {
      throw failed(READABLE, failed);
    }
  }

  @Override
  public OpenSource begin(StreamKind kind) throws SourceException, InterruptedException {
    try {
      SortedMap<DatabaseId, Path> databases = readable();
      OpenLogs open = logs(kind, databases);
      try {
        return OpenDatabases.begin(settings, databases, open);
      } catch (Exception failed) {
        open.close();
        throw failed;
      }
    } catch (Exception failed) {
      throw failed(READABLE, failed);
    }
  }

  private SortedMap<DatabaseId, Path> databases() throws IOException {
    SortedMap<DatabaseId, Path> databases = new TreeMap<>();
    for (Map.Entry<DatabaseId, Path> database : settings.databases().entrySet()) {
      databases.put(database.getKey(), database.getValue().toRealPath());
    }
    return databases;
  }

  /** All of them, if each can be read. */
  private SortedMap<DatabaseId, Path> readable() throws Exception {
    SortedMap<DatabaseId, Path> databases = databases();
    List<String> paths = databases.values().stream().map(Path::toString).toList();
    refuse(
        Blocking.call(
            "look at the databases of " + settings.instance(),
            () -> DatabaseProbe.run(DatabaseProbe.Task.LOOK, paths, LOOK)));
    return databases;
  }

  private static SortedMap<String, Path> named(SortedMap<DatabaseId, Path> databases) {
    SortedMap<String, Path> named = new TreeMap<>();
    databases.forEach((id, path) -> named.put(id.name(), path));
    return named;
  }

  /**
   * The logs of one stream.
   *
   * <p>A full one takes the position where its logs begin before it copies anything, and its last
   * log ends after that. So it does not matter that a copy is of a moment between the two: a page
   * that was written since the position has its last content from the logs, whatever the copy has,
   * and one that was not is the same in all three.
   */
  private OpenLogs logs(StreamKind kind, SortedMap<DatabaseId, Path> databases) throws Exception {
    if (!settings.logged()) {
      return OpenLogs.none(Logging.CIRCULAR, 1);
    }
    long next = Chain.read(settings.logs()).map(Chain::next).orElse(1L);
    return switch (kind) {
      // Each copy is of one moment by itself, and nothing builds on it.
      case COPY -> OpenLogs.none(Logging.KEPT, next);
      case FULL -> KeptLogs.begin(logs, holder, named(databases));
      // Of the logs that it reads, nothing that is read later needs any.
      case INCREMENTAL -> KeptLogs.goOn(logs, holder, named(databases), next + 1);
    };
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

  @Override
  public void delete(Logs old) throws IOException {
    if (settings.logged()) {
      logs.delete(old);
    }
  }

  @Override
  public void resume() {
    if (settings.logged()) {
      holder.open();
      Thread.ofPlatform().daemon().name("lull-wal-" + settings.instance()).start(this::hold);
    }
  }

  /** What an earlier life has held is held again, if that is not too late. */
  private void hold() {
    try {
      if (Chain.read(settings.logs()).filter(chain -> chain.broken().isEmpty()).isPresent()) {
        holder.start(named(databases()));
      }
    } catch (IOException | RuntimeException failed) {
      LOG.warn("instance {}: its WAL is not held: {}", settings.instance(), failed.toString());
    }
  }

  @Override
  public void close() {
    holder.close();
  }
}
