package io.lull.cli.verify;

import io.lull.cli.frame.Trouble;
import io.lull.cli.restore.Tool;
import io.lull.protocol.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.Set;

/**
 * A private directory of this verification, which is gone at its end.
 *
 * <p>Only we may enter it, and for as long as an engine is asked the group of its data.
 */
final class Scratch implements AutoCloseable {
  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> GROUP_PASSES =
      PosixFilePermissions.fromString("rwx--x---");
  private static final Set<PosixFilePermission> ALL_PASS =
      PosixFilePermissions.fromString("rwx--x--x");

  /** The kernel takes no longer path of a socket than 107 bytes, and a name comes after this. */
  private static final int SOCKETS = 80;

  private final Path at;
  private final Path sockets;
  private int files;

  private Scratch(Path at, Path sockets) {
    this.at = at;
    this.sockets = sockets;
  }

  /** A new one in this directory. */
  static Scratch in(Path directory) {
    Path at;
    try {
      at = Files.createTempDirectory(directory.toRealPath(), "lull-verify-");
    } catch (IOException failed) {
      throw Trouble.usage(
          "expected a directory to verify in, but nothing can be made in " + directory,
          "Name another one by --in");
    }
    boolean made = false;
    try {
      Files.createDirectory(at.resolve("data"));
      Files.createDirectory(at.resolve("said"), PosixFilePermissions.asFileAttribute(OURS));
      Path sockets =
          at.toString().length() <= SOCKETS
              ? Files.createDirectory(at.resolve("run"))
              : Files.createTempDirectory("lull-verify-");
      made = true;
      return new Scratch(at, sockets);
    } catch (IOException failed) {
      throw lost(failed);
    } finally {
      if (!made) {
        new Scratch(at, at).close();
      }
    }
  }

  static Trouble lost(IOException failed) {
    return Trouble.of(
        ExitCode.FAILED, "expected to work in a directory of ours, but " + failed, "");
  }

  /** Where the content of the set is put, each volume below it at its own path. */
  Path data() {
    return at.resolve("data");
  }

  /** A path for something that somebody says, which only we read. */
  Path file() {
    return at.resolve("said").resolve(Integer.toString(++files));
  }

  /** A new directory of this owner, in which sockets may lie and what a server is told. */
  Path server(Owner owner) throws IOException {
    Path server =
        Files.createDirectory(
            sockets.resolve(Integer.toString(++files)), PosixFilePermissions.asFileAttribute(OURS));
    owner.giveTo(server);
    return server;
  }

  /** Lets whoever owns data of the set come to it. */
  void admit(Owner owner) throws IOException {
    for (Path one : Set.of(at, sockets)) {
      if (one.startsWith(at) && !one.equals(at)) {
        Files.setPosixFilePermissions(one, ALL_PASS);
      } else {
        Files.setAttribute(one, "unix:gid", owner.group());
        Files.setPosixFilePermissions(one, GROUP_PASSES);
      }
    }
  }

  /** What leads to the volumes was made by us, and hides nothing. */
  void open(Collection<Path> volumes) throws IOException {
    for (Path volume : volumes) {
      for (Path above = volume.getParent();
          above != null && above.startsWith(data());
          above = above.getParent()) {
        if (volumes.stream().noneMatch(above::startsWith)) {
          Files.setPosixFilePermissions(above, ALL_PASS);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      Tool.remove(sockets);
      Tool.remove(at);
    } catch (IOException failed) {
      throw Trouble.of(
          ExitCode.FAILED,
          "expected to remove " + at + ", but " + failed.getMessage(),
          "Remove it yourself; it is a copy of the set");
    }
  }
}
