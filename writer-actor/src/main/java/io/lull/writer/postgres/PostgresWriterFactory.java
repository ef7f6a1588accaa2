package io.lull.writer.postgres;

import io.lull.protocol.id.WriterId;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterFactory;
import java.util.Map;

/**
 * Makes writers of PostgreSQL by plain settings.
 *
 * <pre>
 *   host, port                    where the server listens on this host; 127.0.0.1 and 5432
 *   user, database                as whom, and to which database, to connect
 *   password-file                 a file with the password, or
 *   password-environment          an environment variable with it
 *   volumes                       /a, /b: the volumes that the data lies on
 *   data-directory                where the data goes at a restore; known by itself once it ran
 *   hold                          60s: how long backup mode may last from Freeze to Thaw
 *   prepared                      30m: how long it may last around that
 *   timeout                       10s: how long the server may take for a short answer
 *   level, behind                 back-end, and host/name of the front end before it
 *   pgbouncer-port                where a PgBouncer listens that all clients pass; then it is paused
 *   pgbouncer-host                127.0.0.1: its address, on this host
 *   pgbouncer-user                lull: as whom to speak to its console; one of its admin_users
 *   pgbouncer-password-file       a file with that user's password
 *   pgbouncer-databases           a, b: which of its databases are paused; all if nothing is said
 *   run-directory                 /run/lull: in memory, where the guard notes what is paused
 * </pre>
 */
public final class PostgresWriterFactory implements WriterFactory {
  @Override
  public String kind() {
    return "postgres";
  }

  @Override
  public Writer create(WriterId writer, Map<String, String> settings) {
    return new PostgresWriter(PostgresSettings.of(writer, settings));
  }
}
