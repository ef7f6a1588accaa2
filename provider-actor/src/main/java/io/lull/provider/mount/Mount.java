package io.lull.provider.mount;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of {@code /proc/self/mountinfo}.
 *
 * @param options those of the mount and those of the file system
 */
public record Mount(long id, String point, String fileSystem, List<String> options) {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");
  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");
  private static final int OPTIONAL_FIELDS = 6;

  public Mount {
    options = List.copyOf(options);
  }

  /** All that is mounted now, as this process sees it. */
  public static List<Mount> all() throws IOException {
    // Names are bytes; one character for each keeps them until they are put together again.
    return parse(Files.readAllLines(TABLE, ISO_8859_1));
  }

  /** Whether something is mounted right at a path. */
  public static boolean isPoint(Path path) throws IOException {
    return all().stream().anyMatch(mount -> mount.point().equals(path.toString()));
  }

  /** What is mounted below a path, relative to it; a copy of it has empty directories there. */
  public static List<String> inside(String path) throws IOException {
    String above = path.equals("/") ? path : path + "/";
    return all().stream()
        .map(Mount::point)
        .filter(point -> point.startsWith(above) && point.length() > above.length())
        .map(point -> point.substring(above.length()))
        .sorted()
        .distinct()
        .toList();
  }

  static List<Mount> parse(List<String> lines) {
    return lines.stream().map(line -> line.split(" ", -1)).map(Mount::of).toList();
  }

  private static Mount of(String[] fields) {
    int separator = OPTIONAL_FIELDS;
    while (!fields[separator].equals("-")) {
      separator++;
    }
    String options = fields[OPTIONAL_FIELDS - 1] + "," + fields[separator + 3];
    return new Mount(
        Long.parseLong(fields[0]),
        unescape(fields[4]),
        fields[separator + 1],
        Arrays.asList(options.split(",", -1)));
  }

  private static String unescape(String field) {
    String bytes =
        ESCAPE
            .matcher(field)
            .replaceAll(
                escape -> {
                  char character = (char) Integer.parseInt(escape.group(1), 8);
                  return Matcher.quoteReplacement(String.valueOf(character));
                });
    return new String(bytes.getBytes(ISO_8859_1), UTF_8);
  }

  public boolean isBtrfs() {
    return fileSystem.equals("btrfs");
  }

  /** A path in it. */
  public String resolve(String name) {
    return point.equals("/") ? "/" + name : point + "/" + name;
  }
}
