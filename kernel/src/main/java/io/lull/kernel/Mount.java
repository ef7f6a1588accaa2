package io.lull.kernel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One line of the kernel's list of mounts.
 *
 * @param id what {@link Identity#mount()} is for a file that was reached by it
 * @param root which directory of the file system it shows; {@code /} if it shows all of it
 * @param point where it is mounted, as this process sees it
 * @param type the name of the file system, such as {@code ext4}
 * @param options those of the mount, then those of the file system
 */
public record Mount(
    long id,
    int deviceMajor,
    int deviceMinor,
    String root,
    String point,
    String type,
    List<String> options) {
  private static final Path LIST = Path.of("/proc/self/mountinfo");

  public Mount {
    options = List.copyOf(options);
  }

  /** All that this process sees now. */
  public static List<Mount> all() throws IOException {
    return parse(Files.readString(LIST, ISO_8859_1));
  }

  /** Whether something is mounted right at a path. */
  public static boolean isPoint(Path path) throws IOException {
    return all().stream().anyMatch(mount -> mount.point().equals(path.toString()));
  }

  /** What is mounted below a path. */
  public static List<String> inside(String path) throws IOException {
    String above = path.endsWith("/") ? path : path + "/";
    return all().stream()
        .map(Mount::point)
        .filter(point -> point.startsWith(above) && point.length() > above.length())
        .sorted()
        .distinct()
        .toList();
  }

  /** Leaves out a line that it does not understand: a newer kernel may write more. */
  static List<Mount> parse(String list) {
    List<Mount> mounts = new ArrayList<>();
    for (String line : list.split("\n")) {
      parseLine(line).ifPresent(mounts::add);
    }
    return List.copyOf(mounts);
  }

  private static Optional<Mount> parseLine(String line) {
    // id parent major:minor root point options [tags...] - type source superOptions
    int dash = line.indexOf(" - ");
    if (dash < 0) {
      return Optional.empty();
    }
    List<String> before = List.of(line.substring(0, dash).split(" "));
    List<String> after = List.of(line.substring(dash + 3).split(" "));
    if (before.size() < 6 || after.isEmpty()) {
      return Optional.empty();
    }
    List<String> device = List.of(before.get(2).split(":"));
    try {
      return Optional.of(
          new Mount(
              Long.parseLong(before.get(0)),
              Integer.parseInt(device.getFirst()),
              Integer.parseInt(device.getLast()),
              unescape(before.get(3)),
              unescape(before.get(4)),
              unescape(after.getFirst()),
              options(before.get(5), after.size() < 3 ? "" : after.get(2))));
    } catch (NumberFormatException unknown) {
      return Optional.empty();
    }
  }

  private static List<String> options(String mount, String fileSystem) {
    return Stream.of(mount, fileSystem)
        .flatMap(options -> Stream.of(options.split(",")))
        .filter(option -> !option.isEmpty())
        .map(Mount::unescape)
        .toList();
  }

  /** The kernel writes spaces, tabs, newlines and backslashes as three octal digits. */
  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\", i) && octal(text, i + 1)) {
        plain.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        plain.append(text.charAt(i));
      }
    }
    return new String(plain.toString().getBytes(ISO_8859_1), UTF_8);
  }

  private static boolean octal(String text, int from) {
    return from + 3 <= text.length()
        && text.charAt(from) <= '3'
        && text.substring(from, from + 3).chars().allMatch(c -> c >= '0' && c <= '7');
  }
}
