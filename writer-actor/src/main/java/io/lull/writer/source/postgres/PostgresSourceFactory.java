package io.lull.writer.source.postgres;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.writer.source.StreamSource;
import io.lull.writer.source.StreamSourceFactory;
import java.util.Map;

/**
 * Makes sources of PostgreSQL servers by plain settings.
 *
 * <pre>
 *   host, port                    where the server listens on this host; 127.0.0.1 and 5432
 *   user, database                as whom, and to which database, to connect; lull and postgres
 *   password-file                 a file with the password, or
 *   password-environment          an environment variable with it
 *   archive                       the directory in which archive_command puts WAL files, under
 *                                 their own names and uncompressed; without it there are no
 *                                 incremental streams
 *   timeout                       10s: how long the server may take for a short answer
 *   checkpoint                    8m: how long the checkpoint may take that begins a backup
 *   archiver                      10m: how long the archiver may take for what is still to come
 *   idle                          2m: after so long a silence of this node the server ends the
 *                                 backup by itself
 *   state                         not used; every kind of source can be told it
 * </pre>
 */
public final class PostgresSourceFactory implements StreamSourceFactory {
  @Override
  public String kind() {
    return "postgres";
  }

  @Override
  public StreamSource create(HostId host, InstanceId instance, Map<String, String> settings) {
    return new PostgresSource(SourceSettings.of(host, instance, settings));
  }
}
