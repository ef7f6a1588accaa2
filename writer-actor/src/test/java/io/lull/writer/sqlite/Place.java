package io.lull.writer.sqlite;

import io.lull.kernel.sqlite.Sqlite;
import io.lull.kernel.test.Real;
import io.lull.writer.database.Calls;
import io.lull.writer.guard.Guard;
import io.lull.writer.guard.Guards;
import io.lull.writer.spi.Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A run directory in memory with a guard of its own, and the writers that share it. */
final class Place implements AutoCloseable {
  private final Path memory;

  private Place(Path memory) {
    this.memory = memory;
  }

  static Place make() throws IOException {
    Real.need("the package libsqlite3-0", Sqlite.missing().isEmpty());
    Real.need("memory-backed files in /dev/shm", Files.isDirectory(Path.of("/dev/shm")));
    return new Place(Files.createTempDirectory(Path.of("/dev/shm"), "lull-sqlite"));
  }

  Writer writer(String databases, String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("databases", databases);
    settings.put("run-directory", memory.toString());
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return new SqliteWriterFactory().create(Calls.WRITER, settings);
  }

  long guardKibibytes() throws IOException {
    long pid = Guards.in(memory).last().orElseThrow().life().pid();
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    Guards.in(memory).last().ifPresent(Place::end);
    try (var left = Files.newDirectoryStream(memory)) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
    Files.delete(memory);
  }

  private static void end(Guard guard) {
    guard.close();
    while (!guard.life().gone()) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
