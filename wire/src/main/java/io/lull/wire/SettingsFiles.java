package io.lull.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that the settings of a node are in: one that belongs to people, and a directory beside
 * it, of the same name with {@code .d} behind it, for programs that install or write settings.
 */
public final class SettingsFiles {
  /** Where a package puts the file, and the service reads it. */
  public static final Path USUAL = Path.of("/etc/lull/lull.conf");

  private SettingsFiles() {}

  /**
   * All of them in the order in which they are read, of which the last word counts: the file, and
   * then the others in the order of their names.
   */
  public static List<Path> of(Path file) throws IOException {
    Path directory = file.resolveSibling(file.getFileName() + ".d");
    if (Files.notExists(directory)) {
      return List.of(file);
    }
    try (Stream<Path> all = Files.list(directory)) {
      // Not what else lies there: an editor's copy, or what a package manager has set aside.
      Stream<Path> more =
          all.filter(one -> one.getFileName().toString().matches("[^.].*\\.conf")).sorted();
      return Stream.concat(Stream.of(file), more).toList();
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause();
    }
  }
}
