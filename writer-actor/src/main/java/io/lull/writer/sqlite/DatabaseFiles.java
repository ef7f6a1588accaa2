package io.lull.writer.sqlite;

import io.lull.protocol.failure.Failure;
import io.lull.writer.database.Faults;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the databases that patterns stand for, without opening any of them. */
final class DatabaseFiles {
  /** What one hold is tested with. */
  static final int MAX = 1_000;

  private static final List<String> BESIDE = List.of("-wal", "-shm", "-journal");
  private static final Path OWN = Path.of("/proc/self/fd");

  private final List<Pattern> patterns;

  DatabaseFiles(List<Pattern> patterns) {
    this.patterns = List.copyOf(patterns);
  }

  /** All that are there now. */
  SortedSet<Path> find() throws IOException, WriterException {
    TreeSet<Path> found = new TreeSet<>();
    for (Pattern pattern : patterns) {
      find(pattern, found);
    }
    found.removeIf(path -> BESIDE.stream().anyMatch(end -> path.toString().endsWith(end)));
    if (found.size() > MAX) {
      throw Faults.mend(
          "at most " + MAX + " databases of one writer",
          "there are " + found.size() + "; have several writers for them");
    }
    for (Path path : found) {
      demandText(path);
    }
    return found;
  }

  private static void find(Pattern pattern, Collection<Path> found)
      throws IOException, WriterException {
    try {
      pattern.find(found);
    } catch (AccessDeniedException denied) {
      throw Faults.failed(
          Failure.ACCESS_DENIED,
          "to be allowed to look for databases at " + pattern.text(),
          "this process must not read " + denied.getFile());
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  /** What is needed for a hold of these, and who in this process would be in its way. */
  void demand(SortedSet<Path> found) throws IOException, WriterException {
    if (found.isEmpty()) {
      throw Faults.failed(
          Failure.OBJECT_NOT_FOUND,
          "at least one database",
          "there is none at "
              + patterns.stream().map(Pattern::text).collect(Collectors.joining(", ")));
    }
    Set<Object> own = own();
    for (Path path : found) {
      // Whoever waits for the end of a window must not need what the window holds.
      if (own.contains(file(path))) {
        throw Faults.mend(
            "databases of applications",
            path + " is used by this node itself, as its journal may be; name others only");
      }
      if (!Files.isWritable(path) || !Files.isWritable(path.getParent())) {
        throw Faults.failed(
            Failure.ACCESS_DENIED,
            "to be allowed to write to " + path + " and to its directory",
            "this process is not; run the node as the owner of both, or as root");
      }
    }
  }

  private static void demandText(Path path) throws WriterException {
    try {
      if (Path.of(path.toString()).equals(path)) {
        return;
      }
    } catch (InvalidPathException noText) {
      // As below.
    }
    throw Faults.mend(
        "names of databases that are text to this node",
        path + " is not; start the node with LC_ALL=C.UTF-8, or give the file another name");
  }

  private static Set<Object> own() throws IOException {
    Set<Object> own = new HashSet<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(OWN)) {
      for (Path descriptor : descriptors) {
        own.add(file(descriptor));
      }
    }
    return own;
  }

  private static Object file(Path path) {
    try {
      return Files.readAttributes(path, "unix:dev,ino");
    } catch (IOException gone) {
      return Map.of();
    }
  }
}
