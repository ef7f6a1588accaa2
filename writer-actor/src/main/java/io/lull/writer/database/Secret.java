package io.lull.writer.database;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * Where a password is to be had.
 *
 * <p>It is read anew for each connection, so that it can be changed while the node runs, and is
 * kept nowhere: what only knows the place cannot show the password in a log.
 */
@FunctionalInterface
public interface Secret {
  /** There is no password. */
  Secret NONE = Optional::empty;

  Optional<String> read() throws WriterException;

  /** All of the file but the line end after it; a file that anybody may read is refused. */
  static Secret ofFile(String name) {
    Path file = Path.of(name);
    return () -> {
      try {
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
        if (rights.contains(PosixFilePermission.OTHERS_READ)) {
          throw refused("only its owner and group to read " + file, "anybody may; run: chmod o= ");
        }
        return Optional.of(Files.readString(file).stripTrailing());
      } catch (IOException e) {
        throw refused(
            "a password in " + file, "it cannot be read: " + e.getClass().getSimpleName());
      }
    };
  }

  static Secret ofEnvironment(String name) {
    return () -> {
      Optional<String> value = Optional.ofNullable(System.getenv(name));
      if (value.isEmpty()) {
        throw refused("a password in the environment variable " + name, "it is not set");
      }
      return value;
    };
  }

  private static WriterException refused(String expected, String but) {
    return new WriterException(Fault.expected(Failure.WRITER_NON_RETRYABLE, expected, but));
  }
}
