package io.lull.writer.source.sqlite;

import io.lull.kernel.Descriptor;
import io.lull.kernel.FileCalls;
import io.lull.kernel.Name;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamFile;
import io.lull.writer.guard.Blocking;
import io.lull.writer.guard.DatabaseProbe;
import io.lull.writer.source.OpenSource;
import io.lull.writer.source.SourceException;
import io.lull.writer.source.SourceFacts;
import io.lull.writer.source.SourceFile;
import io.lull.writer.source.tar.TarContent;
import io.lull.writer.source.tar.TarEntry;
import io.lull.writer.source.tar.TarEntry.Attributes;
import io.lull.writer.source.tar.TarFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Databases of which copies are made as they are opened. */
final class OpenDatabases implements OpenSource {
  /** What is wrong with a database itself, and not with room or time for its copy. */
  private static final Set<Failure> UNREADABLE =
      EnumSet.of(Failure.ACCESS_DENIED, Failure.WRITER_NON_RETRYABLE, Failure.WRITER_RETRYABLE);

  private final SourceSettings settings;
  private final SortedMap<DatabaseId, Path> databases;
  private final OpenLogs logs;

  private OpenDatabases(
      SourceSettings settings, SortedMap<DatabaseId, Path> databases, OpenLogs logs) {
    this.settings = settings;
    this.databases = databases;
    this.logs = logs;
  }

  static OpenDatabases begin(
      SourceSettings settings, SortedMap<DatabaseId, Path> databases, OpenLogs logs)
      throws IOException {
    Path state = settings.state();
    Files.createDirectories(state);
    // What is in them is the application's, and nobody else's.
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
    OpenDatabases open = new OpenDatabases(settings, databases, logs);
    open.clear();
    return open;
  }

  @Override
  public SourceFacts facts() {
    // One that its settings name and that cannot be read lets no stream begin.
    return new SourceFacts(
        logs.logging(), logs.checkpoint(), new TreeSet<>(databases.keySet()), true);
  }

  @Override
  public SourceFile open(StreamFile file) throws SourceException, InterruptedException {
    try {
      return switch (file) {
        case StreamFile.DatabaseFile data when databases.containsKey(data.database()) ->
            copied(data.database());
        case StreamFile.LogFile log when logs.available().contains(log.generation()) ->
            logs.open(log.generation());
        default ->
            throw new SourceException(
                Fault.expected(
                    Failure.MISSING_FILE_TO_BACKUP,
                    "one of " + databases.keySet() + " or of the logs " + logs.available(),
                    "got " + file));
      };
    } catch (Exception failed) {
      throw SqliteSource.failed("a copy for " + file, failed);
    }
  }

  private SourceFile copied(DatabaseId database) throws Exception {
    Path from = Optional.ofNullable(databases.get(database)).orElseThrow();
    clear();
    Path copy = Files.createFile(settings.state().resolve("copy"));
    try {
      Map<String, Fault> faults =
          Blocking.call(
              "copy " + database,
              () ->
                  DatabaseProbe.run(
                      DatabaseProbe.Task.COPY,
                      List.of(from.toString(), copy.toString()),
                      settings.copy()));
      if (faults.values().stream().map(Fault::failure).anyMatch(UNREADABLE::contains)) {
        Files.delete(copy);
        return new Unreadable(faults);
      }
      SqliteSource.refuse(faults);
      return new Copied(database, attributes(from), copy);
    } catch (Exception failed) {
      Files.deleteIfExists(copy);
      throw failed;
    }
  }

  /** Without opening it: whoever closes such a file drops the locks of its whole process. */
  private static Attributes attributes(Path database) throws IOException {
    try (FileCalls calls = new FileCalls()) {
      return Attributes.of(calls.stat(database.toString()));
    }
  }

  /** A database of which there is no copy, because reading it has failed. */
  private record Unreadable(Map<String, Fault> faults) implements SourceFile {
    /** So that somebody reads, and hears why it cannot be done. */
    @Override
    public long size() {
      return 1;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws SourceException {
      SqliteSource.refuse(faults);
    }

    @Override
    public void close() {}
  }

  /** A copy that is read, and gone when that is over. */
  private static final class Copied implements SourceFile {
    private final Descriptor copy;
    private final TarFile archive;

    Copied(DatabaseId database, Attributes attributes, Path path) throws IOException {
      copy = Descriptor.ofPlainFile(path);
      // It has no name any more, so nothing of it stays, whatever becomes of this process.
      Files.delete(path);
      TarContent content = () -> Optional.of(new Reading(copy));
      archive =
          new TarFile(
              List.of(
                  TarEntry.file(Name.of(database.name()), attributes, copy.stat().size(), content)),
              _ -> {});
    }

    @Override
    public long size() {
      return archive.size();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
      archive.read(offset, into);
    }

    @Override
    public void close() {
      copy.close();
    }
  }

  /** The copy stays open between two readings: it could not be opened again. */
  private record Reading(Descriptor copy) implements TarContent.Opened {
    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
      return copy.read(offset, into);
    }

    @Override
    public void close() {}
  }

  @Override
  public Logs roll() throws SourceException, InterruptedException {
    try {
      return logs.roll();
    } catch (Exception failed) {
      throw SqliteSource.failed("a log of what was written since the last one", failed);
    }
  }

  /** Removes what a process left that was killed. */
  private void clear() throws IOException {
    try (Stream<Path> left = Files.list(settings.state())) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() {
    try {
      logs.close();
      clear();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
