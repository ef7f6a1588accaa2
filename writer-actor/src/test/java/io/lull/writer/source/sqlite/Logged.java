package io.lull.writer.source.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.Logging;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamKind;
import io.lull.writer.source.OpenSource;
import io.lull.writer.source.SourceFile;
import io.lull.writer.source.StreamSource;
import io.lull.writer.source.tar.Archives;
import io.lull.writer.sqlite.Application;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A source of databases with logs, what a target has of its streams, and what the rules of streams
 * demand of both. Logs are applied by SQLite itself.
 */
final class Logged implements AutoCloseable {
  private final Path directory;
  private final List<String> names;
  private final Map<String, String> settings;
  private final List<Long> stored = new ArrayList<>();
  private StreamSource source;
  private long copied;
  private int restored;

  Logged(Path directory, List<String> names, String... more) throws Exception {
    this.directory = directory;
    this.names = names;
    settings = new HashMap<>();
    settings.put("state", directory.resolve("state").toString());
    settings.put("logs", "wal");
    settings.put(
        "databases", String.join(",", names.stream().map(name -> path(name).toString()).toList()));
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    source = create();
  }

  private StreamSource create() {
    StreamSource created =
        new SqliteSourceFactory().create(new HostId("h1"), new InstanceId("app"), settings);
    created.resume();
    return created;
  }

  StreamSource source() {
    return source;
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  Path logs() {
    return directory.resolve("state/stream-logs/app");
  }

  /** The node ends; what the application does now, nobody holds. */
  void nodeEnds() {
    source.close();
  }

  /** Waits until it has noted that a WAL was begun anew after its last log. */
  void awaitNoted() throws Exception {
    while (Files.readAllLines(logs().resolve("chain")).stream()
        .noneMatch(line -> line.matches("position\\.app\\.db=\\w{8}-\\w{8}-0-.*"))) {
      Thread.onSpinWait();
    }
  }

  void nodeStarts() {
    source = create();
  }

  /** A full stream, after which the logs that it does not need are gone. */
  Logs full() throws Exception {
    return full(() -> {});
  }

  /** Something that happens while a stream is open. */
  @FunctionalInterface
  interface Happening {
    void happens() throws Exception;
  }

  Logs full(Happening whileCopied) throws Exception {
    try (OpenSource open = source.begin(StreamKind.FULL)) {
      assertThat(open.facts().logging()).isEqualTo(Logging.KEPT);
      for (String name : names) {
        try (SourceFile file = open.open(new StreamFile.DatabaseFile(new DatabaseId(name)))) {
          Archives.write(file, directory.resolve(name + ".tar"));
        }
        whileCopied.happens();
      }
      long first = open.facts().checkpoint();
      Logs available = open.roll();
      Logs required = available.unbrokenFrom(first).orElseThrow();
      stored.clear();
      copied = 0;
      read(open, required);
      source.delete(available.below(first));
      return required;
    }
  }

  /** An incremental stream, as far as there is one that goes on. */
  Logs incremental() throws Exception {
    try (OpenSource open = source.begin(StreamKind.INCREMENTAL)) {
      long checkpoint = open.facts().checkpoint();
      Logs available = open.roll();
      Logs run = available.lastRun();
      assertThat(run.generations().first()).isLessThanOrEqualTo(copied + 1);
      read(open, run);
      source.delete(available.below(Math.min(checkpoint, copied + 1)));
      return run;
    }
  }

  private void read(OpenSource open, Logs logs) throws Exception {
    for (long generation : logs.generations()) {
      try (SourceFile log = open.open(new StreamFile.LogFile(generation))) {
        Archives.write(log, directory.resolve("log-" + generation + ".tar"));
      }
      if (!stored.contains(generation)) {
        stored.add(generation);
      }
      copied = generation;
    }
  }

  /** Restores all that the target has, and says where. */
  Path restore(Application by) throws Exception {
    restored++;
    Path out = Files.createDirectory(directory.resolve("restored-" + restored));
    for (String name : names) {
      Archives.tar("-xf", directory.resolve(name + ".tar").toString(), "-C", out.toString());
    }
    for (long generation : new TreeSet<>(stored)) {
      String archive = directory.resolve("log-" + generation + ".tar").toString();
      Archives.tar("-xf", archive, "-C", out.toString());
      for (String name : names) {
        Path wal = out.resolve(".lull/wal/" + name + "/" + generation);
        if (Files.exists(wal)) {
          Files.move(wal, out.resolve(name + "-wal"));
          assertThat(by.ask("open " + out.resolve(name))).isEqualTo("opened");
          assertThat(by.ask("checkpoint")).doesNotContain(", 0)").doesNotContain("-1");
          assertThat(by.ask("close")).isEqualTo("closed");
          assertThat(out.resolve(name + "-wal")).doesNotExist();
        }
      }
    }
    return out;
  }

  @Override
  public void close() {
    source.close();
  }
}
