package io.lull.writer.sqlite;

import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.WriterLevel;
import io.lull.writer.database.WriterSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a writer of SQLite is told.
 *
 * @param hold how long writes may wait
 */
record SqliteSettings(
    WriterId writer,
    List<Pattern> databases,
    List<Volume> volumes,
    List<ComponentId> components,
    Duration hold,
    WriterLevel level,
    Optional<WriterId> behind,
    Path runDirectory) {
  private static final List<String> KNOWN =
      List.of("databases", "volumes", "components", "hold", "level", "behind", "run-directory");

  static SqliteSettings of(WriterId writer, Map<String, String> settings) {
    WriterSettings read = WriterSettings.withoutServer("sqlite", writer, settings, KNOWN);
    return new SqliteSettings(
        writer,
        patterns(read),
        read.volumes(),
        read.components("data"),
        read.time("hold", Duration.ofSeconds(30)),
        read.level(),
        read.behind(),
        read.runDirectory());
  }

  private static List<Pattern> patterns(WriterSettings read) {
    if (read.text("databases").isEmpty()) {
      throw read.bad("databases such as /srv/app/*.db", "nothing");
    }
    try {
      return read.words("databases").map(Pattern::of).toList();
    } catch (IllegalArgumentException wrong) {
      throw read.bad("databases as absolute paths, with * and ? in them", wrong.toString());
    }
  }
}
