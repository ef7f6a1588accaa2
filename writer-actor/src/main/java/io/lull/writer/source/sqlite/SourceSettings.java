package io.lull.writer.source.sqlite;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.writer.database.WriterSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a source of SQLite is told.
 *
 * @param state where copies are while they are read
 * @param copy how long one may take
 * @param logged whether logs are kept
 * @param logs where
 * @param walLimit how many bytes a WAL may take before it is let go
 */
record SourceSettings(
    InstanceId instance,
    SortedMap<DatabaseId, Path> databases,
    Path state,
    Duration copy,
    boolean logged,
    Path logs,
    long walLimit) {
  private static final List<String> KNOWN =
      List.of("databases", "logs", "state", "copy", "wal-limit");
  private static final String WAL = "wal";

  SourceSettings {
    databases = Collections.unmodifiableSortedMap(new TreeMap<>(databases));
  }

  static SourceSettings of(HostId host, InstanceId instance, Map<String, String> settings) {
    WriterSettings read = WriterSettings.ofSource("sqlite", host, instance, settings, KNOWN);
    String logs = read.text("logs").orElse("none");
    if (!logs.equals("none") && !logs.equals(WAL)) {
      throw read.bad("logs as none or wal", logs);
    }
    Path state =
        read.path("state")
            .orElseThrow(
                () -> read.bad("a directory as state, for copies of databases", "nothing"));
    return new SourceSettings(
        instance,
        databases(read),
        state.resolve("streams").resolve(instance.name()),
        read.time("copy", Duration.ofMinutes(10)),
        logs.equals(WAL),
        state.resolve("stream-logs").resolve(instance.name()),
        read.bytes("wal-limit", 1L << 30));
  }

  private static SortedMap<DatabaseId, Path> databases(WriterSettings read) {
    SortedMap<DatabaseId, Path> databases = new TreeMap<>();
    for (String word : read.words("databases").toList()) {
      int equals = word.indexOf('=');
      Path path = Path.of(word.substring(equals + 1).strip()).normalize();
      if (!path.isAbsolute() || path.getFileName() == null) {
        throw read.bad("databases as absolute paths, perhaps after name=", word);
      }
      String name = equals > 0 ? word.substring(0, equals).strip() : path.getFileName().toString();
      if (databases.put(id(read, name), path) != null) {
        throw read.bad(
            "databases of different names; give them some, as in a=" + path, "two " + name);
      }
    }
    if (databases.isEmpty()) {
      throw read.bad("databases such as /srv/app/app.db", "nothing");
    }
    return databases;
  }

  private static DatabaseId id(WriterSettings read, String name) {
    try {
      return new DatabaseId(name);
    } catch (IllegalArgumentException wrong) {
      throw read.bad("simple names for databases; give them some, as in a=/path", name);
    }
  }
}
