package io.lull.writer.source.postgres;

import io.lull.kernel.Descriptor;
import io.lull.kernel.FileType;
import io.lull.kernel.Name;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.stream.Logging;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamKind;
import io.lull.writer.postgres.Session;
import io.lull.writer.postgres.WalFile;
import io.lull.writer.source.OpenSource;
import io.lull.writer.source.SourceException;
import io.lull.writer.source.SourceFacts;
import io.lull.writer.source.SourceFile;
import io.lull.writer.source.postgres.Backup.Begun;
import io.lull.writer.source.postgres.Backup.Stopped;
import io.lull.writer.source.tar.TarContent;
import io.lull.writer.source.tar.TarEntry;
import io.lull.writer.source.tar.TarEntry.Attributes;
import io.lull.writer.source.tar.TarFile;
import io.lull.writer.source.tar.Unchanging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One server in backup. */
final class OpenCluster implements OpenSource {
  private static final DatabaseId CLUSTER = new DatabaseId("cluster");
  private static final String TABLESPACE = "tablespace-";
  private static final int LOG_MODE = 0600;

  private final SourceSettings settings;
  private final StreamKind kind;
  private final Backup backup;
  private final Begun begun;
  private final SourceFacts facts;
  private final DataFiles files;
  private Logs available = Logs.NONE;
  private @Nullable Stopped stopped;

  private OpenCluster(SourceSettings settings, StreamKind kind, Backup backup, Begun begun) {
    this.settings = settings;
    this.kind = kind;
    this.backup = backup;
    this.begun = begun;
    this.files = new DataFiles(begun.cluster().data());
    SortedSet<DatabaseId> databases = new TreeSet<>();
    databases.add(CLUSTER);
    begun.tablespaces().forEach(number -> databases.add(new DatabaseId(TABLESPACE + number)));
    this.facts =
        new SourceFacts(
            settings.archive().isPresent() ? Logging.KEPT : Logging.CIRCULAR,
            begun.first().generation(),
            databases,
            // A tablespace is in the catalog for as long as there is anything to read of it.
            true);
  }

  static OpenCluster begin(SourceSettings settings, StreamKind kind, Session session)
      throws Exception {
    Backup backup = new Backup(settings, session);
    try {
      return new OpenCluster(settings, kind, backup, backup.begin(kind));
    } catch (Exception failed) {
      backup.close();
      throw failed;
    }
  }

  @Override
  public SourceFacts facts() {
    return facts;
  }

  @Override
  public SourceFile open(StreamFile file) throws SourceException, InterruptedException {
    try {
      return switch (file) {
        case StreamFile.DatabaseFile data when data.database().equals(CLUSTER) -> files.cluster();
        case StreamFile.DatabaseFile data when facts.databases().contains(data.database()) ->
            files.tablespace(
                data.database().name().substring(TABLESPACE.length()), begun.catalog());
        case StreamFile.LogFile log when available.contains(log.generation()) ->
            log(log.generation());
        default ->
            throw new SourceException(
                Fault.expected(
                    Failure.MISSING_FILE_TO_BACKUP,
                    "one of " + facts.databases() + " or of the logs " + available,
                    "got " + file));
      };
    } catch (IOException | SourceException failed) {
      throw PostgresSource.failed(settings, "to have the files of " + file, failed);
    }
  }

  private SourceFile log(long generation) throws IOException {
    WalFile wal = WalFile.ofGeneration(generation, begun.first().segmentBytes());
    Path file = directory().resolve(wal.name());
    Attributes server = files.like();
    Attributes like = new Attributes(LOG_MODE, server.owner(), server.group(), server.modified());
    List<TarEntry> entries = new ArrayList<>();
    entries.add(
        TarEntry.file(Name.of("pg_wal/" + wal.name()), like, wal.segmentBytes(), content(file)));
    Stopped end = stopped;
    if (end != null && end.last().generation() == generation) {
      entries.add(TarEntry.text("backup_label", like, end.label()));
      entries.add(TarEntry.text(".lull/postgres.json", like, about(end)));
    }
    return new TarFile(entries, _ -> {});
  }

  private Path directory() {
    return settings.archive().orElse(begun.cluster().wal());
  }

  private static TarContent content(Path path) {
    return () -> {
      Descriptor file = Descriptor.ofPlainFile(path);
      if (file.stat().type() != FileType.FILE) {
        file.close();
        throw new IOException("expected a plain file " + path + ", but it is something else");
      }
      return Optional.of(new Unchanging(file));
    };
  }

  private String about(Stopped end) {
    return "{\"timeline\":"
        + begun.timeline()
        + ",\"start\":\""
        + begun.start()
        + "\",\"stop\":\""
        + end.position()
        + "\",\"version\":"
        + begun.version()
        + ",\"systemIdentifier\":\""
        + begun.systemIdentifier()
        + "\",\"segmentBytes\":"
        + begun.first().segmentBytes()
        + ",\"gone\":"
        + files.gone()
        + "}\n";
  }

  @Override
  public Logs roll() throws SourceException, InterruptedException {
    try {
      WalFile last;
      if (kind == StreamKind.INCREMENTAL) {
        last = backup.switched(begun);
      } else {
        Stopped end = backup.stop(begun);
        stopped = end;
        last = end.last();
      }
      available = closed(last);
      return available;
    } catch (SQLException | SourceException failed) {
      throw PostgresSource.failed(settings, "to end the backup with a new log", failed);
    }
  }

  /** Those of this timeline without a gap; what is before a switch or a gap leads to nothing. */
  private Logs closed(WalFile last) throws SourceException, SQLException, InterruptedException {
    List<Long> found = new ArrayList<>();
    if (settings.archive().isPresent()) {
      Path archive = settings.archive().get();
      new Archiver(settings, backup, begun.cluster().wal(), archive).await(last);
      for (WalFile file :
          Archive.list(archive).subMap(oldest(), true, last.generation(), true).values()) {
        if (file.timeline() == last.timeline() && file.segmentBytes() == last.segmentBytes()) {
          found.add(file.generation());
        }
      }
    } else {
      for (WalFile file = begun.first(); file.segment() <= last.segment(); file = file.next()) {
        if (Files.isRegularFile(
            begun.cluster().wal().resolve(file.name()), LinkOption.NOFOLLOW_LINKS)) {
          found.add(file.generation());
        }
      }
    }
    return Logs.of(found).lastRun();
  }

  /**
   * The oldest log that this stream may have. What is older than a full one is in none of its
   * files, maybe in no backup at all, and so is not ours to let go.
   */
  private long oldest() {
    return kind == StreamKind.INCREMENTAL ? 1 : begun.first().generation();
  }

  @Override
  public void close() {
    backup.close();
  }
}
