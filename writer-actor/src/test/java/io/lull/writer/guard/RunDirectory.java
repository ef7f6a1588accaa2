package io.lull.writer.guard;

import io.lull.kernel.test.Real;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory in memory where guards keep their notes, and which ends together with them. */
public record RunDirectory(Path path) implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm");

  public static RunDirectory make() throws IOException {
    Real.need("memory-backed files in " + MEMORY, Files.isDirectory(MEMORY));
    return new RunDirectory(Files.createTempDirectory(MEMORY, "lull-guard"));
  }

  @Override
  public void close() throws IOException {
    Guards.in(path).last().ifPresent(RunDirectory::end);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(path)) {
      for (Path file : left) {
        // Whoever rescues the holds of a guard that has died takes them away, too.
        Files.deleteIfExists(file);
      }
    }
    Files.delete(path);
  }

  private static void end(Guard guard) {
    guard.close();
    Scene.await("a guard to go", () -> guard.life().gone());
  }
}
