package io.lull.cli.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whom a file belongs to, and who else may write it; users and groups are numbers here, because
 * that is how the kernel tells of them everywhere.
 *
 * @param mode as the kernel has it, with the kind of the file
 */
record Owned(long user, long group, int mode) {
  static final long ROOT = 0;

  private static final int KIND = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int FILE = 0100000;
  private static final int BY_GROUP = 0020;
  private static final int BY_OTHERS = 0002;

  /** Whose it is; empty if there is nothing, or nothing that we may know of. */
  static Optional<Owned> of(Path path, LinkOption... options) {
    try {
      Map<String, Object> known = Files.readAttributes(path, "unix:uid,gid,mode", options);
      return Optional.of(new Owned(number(known, "uid"), number(known, "gid"), mode(known)));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static long number(Map<String, Object> known, String name) {
    return known.get(name) instanceof Integer number ? Integer.toUnsignedLong(number) : -1;
  }

  private static int mode(Map<String, Object> known) {
    return known.get("mode") instanceof Integer mode ? mode : 0;
  }

  boolean isDirectory() {
    return (mode & KIND) == DIRECTORY;
  }

  boolean isFile() {
    return (mode & KIND) == FILE;
  }

  /**
   * Whether somebody may write it who is neither its owner nor, as in many homes, alone in a group.
   *
   * @param ours a group that counts as its owner
   */
  boolean isWritable(long ours) {
    return (mode & BY_OTHERS) != 0 || ((mode & BY_GROUP) != 0 && group != ours && group != ROOT);
  }

  /** The user that this process acts as. */
  static long self() {
    return own("Uid:");
  }

  /** And its group. */
  static long ownGroup() {
    return own("Gid:");
  }

  private static long own(String name) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      // Four of them in this order: real, effective, saved, and of the file system.
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> Long.parseLong(line.strip().split("\\s+")[2]))
          .findFirst()
          .orElse(-1L);
    } catch (IOException | NumberFormatException unknown) {
      return -1;
    }
  }
}
