package io.lull.writer.sqlite;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A path with patterns in it, as a shell has them: {@code *}, {@code ?} and {@code [a-z]} for a
 * part of one name, and {@code **} for any number of directories.
 *
 * <p>Names before a pattern may be links; below {@code **} no link is followed, so that there is an
 * end to it.
 */
record Pattern(String text, List<String> steps) {
  private static final String DEEP = "**";

  static Pattern of(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("expected an absolute path, but got " + text);
    }
    List<String> steps = Stream.of(text.split("/")).filter(step -> !step.isEmpty()).toList();
    steps.stream().filter(Pattern::isPattern).forEach(Pattern::matcher);
    return new Pattern(text, steps);
  }

  /** Adds all plain files that are there now, each by its own name and by no link to it. */
  void find(Collection<Path> found) throws IOException {
    find(Path.of("/"), 0, found);
  }

  private void find(Path at, int step, Collection<Path> found) throws IOException {
    if (step == steps.size()) {
      if (Files.isRegularFile(at)) {
        found.add(at.toRealPath());
      }
      return;
    }
    String name = steps.get(step);
    if (name.equals(DEEP)) {
      find(at, step + 1, found);
      for (Path entry : entries(at)) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          find(entry, step, found);
        }
      }
    } else if (isPattern(name)) {
      PathMatcher matcher = matcher(name);
      for (Path entry : entries(at)) {
        if (matcher.matches(entry.getFileName())) {
          find(entry, step + 1, found);
        }
      }
    } else {
      find(at.resolve(name), step + 1, found);
    }
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    } catch (NotDirectoryException | NoSuchFileException goneMeanwhile) {
      return List.of();
    }
  }

  private static boolean isPattern(String step) {
    return step.chars().anyMatch(c -> "*?[{\\".indexOf(c) >= 0);
  }

  private static PathMatcher matcher(String step) {
    return FileSystems.getDefault().getPathMatcher("glob:" + step);
  }

  @Override
  public String toString() {
    return text;
  }
}
