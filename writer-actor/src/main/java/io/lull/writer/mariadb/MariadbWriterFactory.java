package io.lull.writer.mariadb;

import io.lull.protocol.id.WriterId;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterFactory;
import java.util.Map;

/**
 * Makes writers of MariaDB by plain settings.
 *
 * <pre>
 *   host, port                    where the server listens on this host; 127.0.0.1 and 3306
 *   user                          as whom to connect
 *   password-file                 a file with the password, or
 *   password-environment          an environment variable with it
 *   volumes                       /a, /b: the volumes that the data lies on
 *   hold                          30s: how long commits may wait
 *   timeout                       5s: how long the server may take for a short answer
 *   level, behind                 back-end, and host/name of the front end before it
 * </pre>
 */
public final class MariadbWriterFactory implements WriterFactory {
  @Override
  public String kind() {
    return "mariadb";
  }

  @Override
  public Writer create(WriterId writer, Map<String, String> settings) {
    return new MariadbWriter(MariadbSettings.of(Dialect.MARIADB, writer, settings));
  }
}
