package io.lull.kernel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the kernel tells of a process.
 *
 * @param state in the letter of {@code ps}
 * @param group the number of its process group
 */
public record ProcessStat(char state, long group) {
  private static final String ENDED = "ZX";

  /** Empty if it is gone. */
  public static Optional<ProcessStat> of(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), ISO_8859_1);
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
