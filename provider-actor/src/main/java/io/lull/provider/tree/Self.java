package io.lull.provider.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a file is that this process makes: whose, and without which bits of its mode.
 *
 * @param mask the bits that are taken away
 */
record Self(int owner, int group, int mask) {
  private static final int FILE_SYSTEM_ID = 4;

  static Self now() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
    return new Self(
        Integer.parseInt(field(lines, "Uid:", FILE_SYSTEM_ID)),
        Integer.parseInt(field(lines, "Gid:", FILE_SYSTEM_ID)),
        Integer.parseInt(field(lines, "Umask:", 1), 8));
  }

  private static String field(List<String> lines, String name, int field) throws IOException {
    for (String line : lines) {
      if (line.startsWith(name)) {
        return line.split("\\s+", -1)[field];
      }
    }
    throw new IOException("expected a line '" + name + "' in /proc/self/status");
  }
}
