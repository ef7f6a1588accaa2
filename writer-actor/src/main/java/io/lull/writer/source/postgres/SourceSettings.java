package io.lull.writer.source.postgres;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.writer.database.Server;
import io.lull.writer.database.WriterSettings;
import io.lull.writer.postgres.Access;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a source of PostgreSQL is told.
 *
 * @param archive where its archived WAL files are
 * @param checkpoint how long the checkpoint may take that begins a backup
 * @param archiver how long the archiver may take
 * @param idle after how long a silence of this node the server ends the backup
 */
record SourceSettings(
    InstanceId instance,
    Access access,
    Optional<Path> archive,
    Duration checkpoint,
    Duration archiver,
    Duration idle) {
  private static final List<String> KNOWN =
      List.of(
          "host",
          "port",
          "user",
          "database",
          "password-file",
          "password-environment",
          "archive",
          "timeout",
          "checkpoint",
          "archiver",
          "idle",
          "state");

  static SourceSettings of(HostId host, InstanceId instance, Map<String, String> settings) {
    WriterSettings read = WriterSettings.ofSource("postgres", host, instance, settings, KNOWN);
    Duration timeout = read.time("timeout", Duration.ofSeconds(10));
    Duration idle = read.time("idle", Duration.ofMinutes(2));
    if (idle.compareTo(timeout.multipliedBy(2)) < 0) {
      throw read.bad(
          "idle to be at least twice the timeout of " + timeout.toMillis() + " ms",
          idle.toMillis() + " ms");
    }
    return new SourceSettings(
        instance,
        new Access(
            instance.name(),
            new Server(read.text("host").orElse("127.0.0.1"), read.port("port", 5432)),
            read.text("user").orElse("lull"),
            read.text("database").orElse("postgres"),
            read.secret("password"),
            timeout),
        read.path("archive"),
        read.time("checkpoint", Duration.ofMinutes(8)),
        read.time("archiver", Duration.ofMinutes(10)),
        idle);
  }
}
