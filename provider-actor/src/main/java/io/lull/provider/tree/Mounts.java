package io.lull.provider.tree;

import io.lull.kernel.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is mounted on this host, as this process sees it. */
record Mounts(List<Mount> all) {
  /**
   * One mount.
   *
   * @param point where it is mounted
   * @param type of its file system
   */
  record Mount(long number, String point, String type) {}

  private static final Path LIST = Path.of("/proc/self/mountinfo");
  private static final int NUMBER = 0;
  private static final int POINT = 4;

  Mounts {
    all = List.copyOf(all);
  }

  static Mounts now() throws IOException {
    List<Mount> mounts = new ArrayList<>();
    for (String line : Files.readAllLines(LIST)) {
      mounts.add(parse(line));
    }
    return new Mounts(mounts);
  }

  static Mount parse(String line) {
    String[] fields = line.split(" ", -1);
    String behind = line.substring(line.indexOf(" - ") + 3);
    return new Mount(
        Long.parseLong(fields[NUMBER]),
        unescaped(fields[POINT]),
        behind.substring(0, behind.indexOf(' ')));
  }

  /** The kernel writes what would break a line by its octal number. */
  private static String unescaped(String field) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) == '\\' && i + 3 < field.length()) {
        text.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        text.append(field.charAt(i));
      }
    }
    return text.toString();
  }

  Optional<Mount> of(Identity identity) {
    return all.stream().filter(mount -> mount.number() == identity.mount()).findFirst();
  }

  /** What is mounted below a path. */
  List<String> inside(String path) {
    String prefix = path.endsWith("/") ? path : path + "/";
    return all.stream()
        .map(Mount::point)
        .filter(point -> point.startsWith(prefix) && !point.equals(path))
        .sorted()
        .distinct()
        .toList();
  }
}
