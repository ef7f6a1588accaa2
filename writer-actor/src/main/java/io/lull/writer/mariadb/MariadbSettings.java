package io.lull.writer.mariadb;

import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.WriterLevel;
import io.lull.writer.database.Secret;
import io.lull.writer.database.Server;
import io.lull.writer.database.WriterSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a writer of MariaDB or MySQL is told.
 *
 * @param hold how long commits may wait
 * @param timeout how long the server may take for a short answer
 */
record MariadbSettings(
    Dialect dialect,
    WriterId writer,
    Server server,
    String user,
    Secret password,
    List<Volume> volumes,
    Duration hold,
    Duration timeout,
    WriterLevel level,
    Optional<WriterId> behind) {

  static MariadbSettings of(Dialect dialect, WriterId writer, Map<String, String> settings) {
    WriterSettings read = new WriterSettings(dialect.kind(), writer, settings, List.of());
    return new MariadbSettings(
        dialect,
        writer,
        new Server(read.text("host").orElse("127.0.0.1"), read.port("port", 3306)),
        read.text("user").orElse("lull"),
        read.secret("password"),
        read.volumes(),
        read.time("hold", Duration.ofSeconds(30)),
        read.time("timeout", Duration.ofSeconds(5)),
        read.level(),
        read.behind());
  }
}
