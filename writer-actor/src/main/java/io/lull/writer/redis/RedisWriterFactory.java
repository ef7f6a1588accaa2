package io.lull.writer.redis;

import io.lull.protocol.id.WriterId;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterFactory;
import java.util.Map;

/**
 * Makes writers of Redis by plain settings.
 *
 * <pre>
 *   host, port                    where the server listens on this host; 127.0.0.1 and 6379
 *   user                          as whom to connect; the default user if nothing is said
 *   password-file                 a file with the password, or
 *   password-environment          an environment variable with it
 *   volumes                       /a, /b: the volumes that the data lies on
 *   hold                          30s: how long writes may be paused
 *   timeout                       5s: how long the server may take for a short answer
 *   level, behind                 back-end, and host/name of the front end before it
 * </pre>
 */
public final class RedisWriterFactory implements WriterFactory {
  @Override
  public String kind() {
    return "redis";
  }

  @Override
  public Writer create(WriterId writer, Map<String, String> settings) {
    return new RedisWriter(RedisSettings.of(writer, settings));
  }
}
