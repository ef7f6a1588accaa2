package io.lull.writer.database;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What is mounted where, as this process sees it. */
final class Mounts {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");
  private static final Pattern ESCAPED = Pattern.compile("\\\\([0-7]{3})");

  private Mounts() {}

  static List<Path> points() throws IOException {
    List<Path> points = new ArrayList<>();
    // A byte for each character: names are not always in the encoding of this process.
    for (String line : Files.readString(TABLE, ISO_8859_1).lines().toList()) {
      points.add(Path.of(point(line)));
    }
    return points;
  }

  /** The fifth field, in which white space is written in octal. */
  static String point(String line) {
    String field = line.split(" ", 6)[4];
    String plain =
        ESCAPED
            .matcher(field)
            .replaceAll(
                m -> {
                  String one = String.valueOf((char) Integer.parseInt(m.group(1), 8));
                  return java.util.regex.Matcher.quoteReplacement(one);
                });
    return new String(plain.getBytes(ISO_8859_1), UTF_8);
  }
}
