package io.lull.writer.sqlite;

import io.lull.kernel.sqlite.Sqlite;
import io.lull.kernel.test.Real;
import io.lull.writer.database.Calls;
import io.lull.writer.guard.Guards;
import io.lull.writer.guard.RunDirectory;
import io.lull.writer.spi.Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A run directory in memory with a guard of its own, and the writers that share it. */
final class Place implements AutoCloseable {
  private final RunDirectory memory;

  private Place(RunDirectory memory) {
    this.memory = memory;
  }

  static Place make() throws IOException {
    Real.need("the package libsqlite3-0", Sqlite.missing().isEmpty());
    return new Place(RunDirectory.make());
  }

  Writer writer(String databases, String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("databases", databases);
    settings.put("run-directory", memory.path().toString());
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return new SqliteWriterFactory().create(Calls.WRITER, settings);
  }

  long guardKibibytes() throws IOException {
    long pid = Guards.in(memory.path()).last().orElseThrow().life().pid();
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    memory.close();
  }
}
