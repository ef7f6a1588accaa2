package io.lull.cli.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what engines can be asked about, each thing once. */
final class Finder {
  private final List<Engine> engines = Engine.all();
  private final Set<Path> known = new HashSet<>();
  private final Limit limit;

  Finder(Limit limit) {
    this.limit = limit;
  }

  /** What was found. */
  record Found(Engine engine, Path at) {}

  /**
   * What is new below these directories.
   *
   * @param expected whether an application has said that its data is there
   */
  List<Found> find(Collection<Path> directories, boolean expected) throws IOException {
    List<Found> found = new ArrayList<>();
    for (Path directory : directories) {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
                throws IOException {
              limit.check();
              if (known.contains(dir)) {
                return FileVisitResult.SKIP_SUBTREE;
              }
              for (Engine engine : engines) {
                if (engine.owns(dir)) {
                  note(engine, dir);
                  // A dump of Redis may lie anywhere; the directory of a server is its own.
                  return engine instanceof Redis
                      ? FileVisitResult.CONTINUE
                      : FileVisitResult.SKIP_SUBTREE;
                }
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              if (attributes.isRegularFile() && !known.contains(file)) {
                owner(file, expected).ifPresent(engine -> note(engine, file));
              }
              return FileVisitResult.CONTINUE;
            }

            private void note(Engine engine, Path at) {
              known.add(at);
              found.add(new Found(engine, at));
            }
          });
    }
    return found;
  }

  private Optional<Engine> owner(Path file, boolean expected) throws IOException {
    for (Engine engine : engines) {
      if (engine.owns(file, expected)) {
        return Optional.of(engine);
      }
    }
    return Optional.empty();
  }

  /** How a file begins, a character for each byte. */
  static String begin(Path file, int length) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(length), ISO_8859_1);
    }
  }
}
