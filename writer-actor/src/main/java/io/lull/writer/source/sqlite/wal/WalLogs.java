package io.lull.writer.source.sqlite.wal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.protocol.stream.Logs;
import io.lull.writer.source.Durable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The logs of an instance: a directory for each, with the frames of each database, and with what
 * they are. One without the latter is none: it is not yet there as a whole, or not any more.
 */
public final class WalLogs {
  private static final String PREFIX = "log-";
  private static final String PARTS = "parts";
  private static final String FRESH = "new";

  private final Path directory;

  public WalLogs(Path directory) {
    this.directory = directory;
  }

  public Path directory() {
    return directory;
  }

  /** Makes the directory of them, into which nobody else may look. */
  void make() throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }

  /** Those that are there as a whole, up to the one that the chain makes next. */
  public Logs list(Chain chain) throws IOException {
    TreeSet<Long> found = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, PREFIX + "*")) {
      for (Path entry : entries) {
        String number = String.valueOf(entry.getFileName()).substring(PREFIX.length());
        if (number.matches("\\d{16}") && Files.isRegularFile(entry.resolve(PARTS))) {
          long generation = Long.parseLong(number);
          if (generation > 0 && generation < chain.next()) {
            found.add(generation);
          }
        }
      }
    } catch (NoSuchFileException none) {
      return Logs.NONE;
    }
    return Logs.of(found);
  }

  /** What a log has of each database, its frames compared with their sums. */
  public List<Part> open(long generation) throws IOException {
    List<Part> parts = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(path(generation).resolve(PARTS), UTF_8)) {
        parts.add(Part.of(line));
      }
    } catch (IllegalArgumentException damaged) {
      throw new IOException("expected to understand log " + generation, damaged);
    }
    for (Part part : parts) {
      if (part.frames() > 0) {
        check(generation, part);
      }
    }
    return parts;
  }

  private void check(long generation, Part part) throws IOException {
    Path file = frames(generation, part);
    try (WalFrames wal =
        WalFrames.open(file)
            .orElseThrow(() -> new IOException("expected frames in " + file + ", but got none"))) {
      if (wal.room() != part.frames()) {
        throw new IOException(
            "expected " + part.frames() + " frames in " + file + ", but got " + wal.room());
      }
      var _ = wal.read(wal.start(), part.frames(), (_, _) -> {});
    }
  }

  /** The file of a part that has frames. */
  public Path frames(long generation, Part part) {
    return path(generation).resolve(part.name() + ".wal");
  }

  private Path path(long generation) {
    return directory.resolve("%s%016d".formatted(PREFIX, generation));
  }

  /** Where the frames of a database go before the log has its name. */
  Path fresh(String name) {
    return directory.resolve(FRESH).resolve(name + ".wal");
  }

  /** Begins a log, without what another one has left that was not finished. */
  void begin() throws IOException {
    remove(directory.resolve(FRESH));
    Files.createDirectory(directory.resolve(FRESH));
  }

  /** Gives the log that was begun its name; then it is durable. */
  void finish(long generation, List<Part> parts) throws IOException {
    Path fresh = directory.resolve(FRESH);
    String text = parts.stream().map(part -> part.line() + "\n").collect(Collectors.joining());
    Durable.write(fresh.resolve(PARTS), text.getBytes(UTF_8));
    Durable.force(fresh);
    // One of that number that the chain knows nothing of was never shown to anybody.
    remove(path(generation));
    Durable.rename(fresh, path(generation));
  }

  /** Deletes exactly these, the oldest first; each is none from the first file on. */
  public void delete(Logs logs) throws IOException {
    for (long generation : logs.generations()) {
      remove(path(generation));
    }
    if (Files.exists(directory)) {
      Durable.force(directory);
    }
  }

  private static void remove(Path log) throws IOException {
    Files.deleteIfExists(log.resolve(PARTS));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(log)) {
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(log);
    } catch (NoSuchFileException gone) {
      // As it was to be.
    }
  }
}
