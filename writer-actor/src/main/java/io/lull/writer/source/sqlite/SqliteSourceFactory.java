package io.lull.writer.source.sqlite;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.writer.source.StreamSource;
import io.lull.writer.source.StreamSourceFactory;
import java.util.Map;

/**
 * Makes sources of SQLite databases by plain settings.
 *
 * <pre>
 *   databases   /srv/app/app.db, users=/srv/app/u.db: the files, each with the name that it has in
 *               a backup; without one, that of the file
 *   logs        none: there are no incremental streams of them; wal: there are, of databases in
 *               WAL mode, and this node holds their WAL from the first full stream on
 *   wal-limit   1G: how large a WAL may grow before it is let go, and the next stream has to be full
 *   state       a directory of this node with room for a copy of the largest of them, and for logs
 *   copy        10m: how long the copy of one may take
 * </pre>
 */
public final class SqliteSourceFactory implements StreamSourceFactory {
  @Override
  public String kind() {
    return "sqlite";
  }

  @Override
  public StreamSource create(HostId host, InstanceId instance, Map<String, String> settings) {
    return new SqliteSource(SourceSettings.of(host, instance, settings));
  }
}
