package io.lull.writer.postgres;

import io.lull.writer.database.Server;
import io.lull.writer.database.WriterSettings;
import io.lull.writer.pgbouncer.Pooler;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a writer of PostgreSQL is told of the PgBouncer before it.
 *
 * @param databases which of those that the bouncer knows; none for all
 */
record BouncerSettings(Pooler pooler, List<String> databases, Path runDirectory) {
  private static final String PORT = "pgbouncer-port";
  private static final String RUN_DIRECTORY = "run-directory";

  static final List<String> OWN =
      List.of(
          "pgbouncer-host",
          PORT,
          "pgbouncer-user",
          "pgbouncer-password-file",
          "pgbouncer-databases",
          RUN_DIRECTORY);

  static Optional<BouncerSettings> of(WriterSettings read) {
    if (read.text(PORT).isEmpty()) {
      OWN.stream()
          .filter(setting -> !setting.equals(RUN_DIRECTORY) && read.text(setting).isPresent())
          .findFirst()
          .ifPresent(
              setting -> {
                throw read.bad("a " + PORT + " beside " + setting, "none");
              });
      return Optional.empty();
    }
    List<String> databases = read.words("pgbouncer-databases").toList();
    if (databases.stream().anyMatch(name -> name.contains("\""))) {
      throw read.bad("pgbouncer-databases without quotes", String.join(", ", databases));
    }
    return Optional.of(
        new BouncerSettings(
            new Pooler(
                new Server(read.text("pgbouncer-host").orElse("127.0.0.1"), read.port(PORT, 6432)),
                read.text("pgbouncer-user").orElse("lull"),
                read.text("pgbouncer-password-file")),
            databases,
            read.runDirectory()));
  }
}
