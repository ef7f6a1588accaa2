package io.lull.cli.embedded;

import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where the embedded node of one user keeps what it has to keep: its journal first of all, which
 * knows of every set that was ever made.
 *
 * @param directory belongs to the user, and is closed to others
 */
record State(Path directory) {
  private static final String ROOTS = "/var/lib/lull";

  /** The usual place, made if it is not there. */
  static State of(Surroundings surroundings) {
    Path directory =
        surroundings
            .variable("XDG_STATE_HOME")
            .map(Path::of)
            .or(() -> root() ? Optional.empty() : home(surroundings))
            .map(home -> home.resolve("lull"))
            .orElse(Path.of(ROOTS))
            .resolve("embedded");
    try {
      return new State(closed(directory).toRealPath());
    } catch (IOException refused) {
      throw Trouble.of(
          ExitCode.FAILED,
          "expected to keep the journal of a node in " + directory + ", but cannot write there",
          "Name another place by XDG_STATE_HOME, or a node that runs by --node");
    }
  }

  /** A directory that nobody else may enter, made if it is not there. */
  static Path closed(Path directory) throws IOException {
    Files.createDirectories(directory);
    return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }

  private static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static Optional<Path> home(Surroundings surroundings) {
    return surroundings.variable("HOME").map(home -> Path.of(home, ".local", "state"));
  }

  Path journal() {
    return directory.resolve("journal.db");
  }

  Path life() {
    return directory.resolve("life");
  }

  Path copies() {
    return directory.resolve("copies");
  }

  Path token() {
    return directory.resolve("api.token");
  }

  Path settings() {
    return directory.resolve("node.conf");
  }

  Path log() {
    return directory.resolve("node.log");
  }

  /** Says where the node is that runs now, for whoever comes while it does. */
  Path address() {
    return directory.resolve("address");
  }

  /**
   * Keeps everybody else from starting a node here, until it is closed or the process ends.
   *
   * @return empty if somebody else does that
   */
  Optional<FileLock> locked() throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      Optional<FileLock> lock = Optional.ofNullable(channel.tryLock());
      if (lock.isEmpty()) {
        channel.close();
      }
      return lock;
    } catch (OverlappingFileLockException ours) {
      channel.close();
      return Optional.empty();
    }
  }
}
