package io.lull.writer.redis;

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
 * What a writer of Redis is told.
 *
 * @param hold how long writes may be paused
 * @param timeout how long the server may take for a short answer
 */
record RedisSettings(
    WriterId writer,
    Server server,
    Optional<String> user,
    Secret password,
    List<Volume> volumes,
    Duration hold,
    Duration timeout,
    WriterLevel level,
    Optional<WriterId> behind) {

  static RedisSettings of(WriterId writer, Map<String, String> settings) {
    WriterSettings read = new WriterSettings("redis", writer, settings, List.of());
    return new RedisSettings(
        writer,
        new Server(read.text("host").orElse("127.0.0.1"), read.port("port", 6379)),
        read.text("user"),
        read.secret("password"),
        read.volumes(),
        read.time("hold", Duration.ofSeconds(30)),
        read.time("timeout", Duration.ofSeconds(5)),
        read.level(),
        read.behind());
  }
}
