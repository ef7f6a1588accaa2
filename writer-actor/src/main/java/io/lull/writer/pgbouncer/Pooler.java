package io.lull.writer.pgbouncer;

import io.lull.writer.database.Secret;
import io.lull.writer.database.Server;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the console of a PgBouncer is, and as whom to speak there.
 *
 * @param passwordFile read anew for each connection, so that nobody has to keep the password
 */
public record Pooler(Server server, String user, Optional<String> passwordFile) {
  /**
   * Connects to the console.
   *
   * @param name how this connection is called in {@code SHOW CLIENTS}
   */
  public Console open(String name, Duration patience) throws IOException {
    return Console.open(this, name, patience);
  }

  Optional<String> password() throws ConsoleException {
    try {
      return passwordFile.map(Secret::ofFile).orElse(Secret.NONE).read();
    } catch (WriterException unreadable) {
      throw new ConsoleException(unreadable.fault().detail());
    }
  }

  @Override
  public String toString() {
    return "PgBouncer at " + server;
  }
}
