package io.lull.protocol.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The stories that are kept with their logs. */
public final class Scenarios {
  private Scenarios() {}

  /** The files of all stories, by name. */
  public static Stream<Path> files() {
    Path folder =
        Path.of(System.getProperty("lull.root", ".."))
            .resolve("protocol/src/test/resources/scenarios");
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All stories, each run to its end. */
  public static Stream<Story> all() {
    return files().map(Scenarios::run);
  }

  static Story run(Path file) {
    return Story.of(script(file).toArray(String[]::new));
  }

  /** What a story does, without the log that it left. */
  static List<String> script(Path file) {
    try {
      return Files.readAllLines(file).stream().takeWhile(line -> !line.equals("----")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
