package io.lull.writer.sqlite;

import io.lull.protocol.id.WriterId;
import io.lull.writer.guard.Guards;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterFactory;
import java.util.Map;

/**
 * Makes writers for the SQLite databases of a host.
 *
 * <pre>
 *   databases       /srv/app/*.db, /srv/data/**&#47;*.sqlite     patterns, with commas between them
 *   volumes         /srv/app, /srv/data       the volumes that they lie on
 *   components      data          names for what is in them, with commas between them
 *   level, behind   back-end, and host/name of the front end before it
 *   hold            30s           how long writes may wait
 *   run-directory   /run/lull     in memory, where the guard notes what is locked
 * </pre>
 */
public final class SqliteWriterFactory implements WriterFactory {
  @Override
  public String kind() {
    return "sqlite";
  }

  @Override
  public Writer create(WriterId writer, Map<String, String> settings) {
    SqliteSettings read = SqliteSettings.of(writer, settings);
    return new SqliteWriter(read, Guards.in(read.runDirectory()));
  }
}
