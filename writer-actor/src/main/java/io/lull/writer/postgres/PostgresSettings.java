package io.lull.writer.postgres;

import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.WriterLevel;
import io.lull.writer.database.Secret;
import io.lull.writer.database.Server;
import io.lull.writer.database.WriterSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a writer of PostgreSQL is told.
 *
 * @param hold how long backup mode may last from Freeze to Thaw
 * @param prepared how long it may last before the Freeze, and its connection after the Thaw
 * @param timeout how long the server may take for a short answer
 * @param bouncer what stands before the server and can keep all writes from it
 */
record PostgresSettings(
    WriterId writer,
    Server server,
    String user,
    String database,
    Secret password,
    List<Volume> volumes,
    Optional<Path> dataDirectory,
    Duration hold,
    Duration prepared,
    Duration timeout,
    WriterLevel level,
    Optional<WriterId> behind,
    Optional<BouncerSettings> bouncer) {

  private static final List<String> OWN =
      Stream.concat(Stream.of("database", "prepared"), BouncerSettings.OWN.stream()).toList();

  static PostgresSettings of(WriterId writer, Map<String, String> settings) {
    WriterSettings read = new WriterSettings("postgres", writer, settings, OWN);
    return new PostgresSettings(
        writer,
        new Server(read.text("host").orElse("127.0.0.1"), read.port("port", 5432)),
        read.text("user").orElse("lull"),
        read.text("database").orElse("postgres"),
        read.secret("password"),
        read.volumes(),
        read.text("data-directory").map(Path::of),
        read.time("hold", Duration.ofSeconds(60)),
        read.time("prepared", Duration.ofMinutes(30)),
        read.time("timeout", Duration.ofSeconds(10)),
        read.level(),
        read.behind(),
        BouncerSettings.of(read));
  }

  Access access() {
    return new Access(writer.name(), server, user, database, password, timeout);
  }
}
