package io.lull.kernel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the kernel tells of a process, or of one of its threads.
 *
 * @param state in the letter of {@code ps}
 * @param group the number of its process group
 */
public record ProcessStat(char state, long group) {
  private static final String ENDED = "ZX";

  /** Of its first thread; empty if it is gone. */
  public static Optional<ProcessStat> of(long pid) {
    return of(directory(pid));
  }

  /** Of all its threads: the first may have ended while another is in a system call. */
  static Stream<ProcessStat> ofThreads(long pid) {
    try (Stream<Path> threads = Files.list(directory(pid).resolve("task"))) {
      return threads.toList().stream().flatMap(thread -> of(thread).stream());
    } catch (IOException | UncheckedIOException gone) {
      return Stream.empty();
    }
  }

  private static Path directory(long pid) {
    return Path.of("/proc/" + pid);
  }

  private static Optional<ProcessStat> of(Path directory) {
    try {
      String stat = Files.readString(directory.resolve("stat"), ISO_8859_1);
      // Its name, which comes first, may itself have parentheses.
      String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Optional.of(new ProcessStat(words[0].charAt(0), Long.parseLong(words[2])));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** Not if it has ended, though nobody has asked it for its status. */
  public boolean runs() {
    return ENDED.indexOf(state) < 0;
  }
}
