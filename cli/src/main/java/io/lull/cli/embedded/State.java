package io.lull.cli.embedded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
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

  /** The usual place, whether it is there or not. */
  static State usual(Surroundings surroundings) {
    return new State(
        surroundings
            .variable("XDG_STATE_HOME")
            .map(Path::of)
            // Where somebody stands says nothing about what is his.
            .filter(Path::isAbsolute)
            .or(() -> root() ? Optional.empty() : home(surroundings))
            .map(home -> home.resolve("lull"))
            .orElse(Path.of(ROOTS))
            .resolve("embedded"));
  }

  /** The same, made if it is not there. */
  static State of(Surroundings surroundings) {
    Path directory = usual(surroundings).directory();
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
    Optional<FileLock> lock = lock(lockFile(), false);
    if (lock.isPresent()) {
      String holder = Long.toString(ProcessHandle.current().pid());
      FileChannel channel = lock.get().channel();
      channel.write(ByteBuffer.wrap((holder + "\n").getBytes(UTF_8)), 0);
      channel.truncate(holder.length() + 1L);
    }
    return lock;
  }

  /** Which command has started the node, as far as it has said so. */
  Optional<Long> holder() throws IOException {
    return number(lockFile());
  }

  /** Keeps the node from ending, for whoever has not started it; empty if it is about to end. */
  Optional<FileLock> using() throws IOException {
    return lock(users(), true);
  }

  /** Keeps everybody from beginning to use the node; empty while somebody does. */
  Optional<FileLock> unused() throws IOException {
    return lock(users(), false);
  }

  /** Notes which process is the node, for whoever comes when nobody looks after it any more. */
  void started(long pid) throws IOException {
    Files.writeString(pid(), pid + "\n", UTF_8);
  }

  /** The node of a command that was killed, for as long as it has not gone after it. */
  Optional<Long> leaving() throws IOException {
    return Files.exists(pid()) ? number(pid()).filter(this::isNode) : Optional.empty();
  }

  /** A number is given to another process sooner or later; the node is told by its settings. */
  private boolean isNode(long pid) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), ISO_8859_1);
      return line.contains(new String(settings().toString().getBytes(UTF_8), ISO_8859_1));
    } catch (IOException gone) {
      return false;
    }
  }

  private static Optional<Long> number(Path file) throws IOException {
    try {
      return Optional.of(Long.valueOf(Files.readString(file, UTF_8).strip()));
    } catch (NumberFormatException notYet) {
      return Optional.empty();
    }
  }

  Path lockFile() {
    return directory.resolve("lock");
  }

  private Path users() {
    return directory.resolve("users");
  }

  private Path pid() {
    return directory.resolve("node.pid");
  }

  private static Optional<FileLock> lock(Path file, boolean shared) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      Optional<FileLock> lock = Optional.ofNullable(channel.tryLock(0, Long.MAX_VALUE, shared));
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
