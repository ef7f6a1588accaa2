package io.lull.acceptance.documented;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The README and what lies in {@code docs}, as far as it is something to type. */
final class Documents {
  static final Path ROOT = Path.of(System.getProperty("lull.root"));

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```([a-z]*)\\n(.*?)^```");
  private static final Pattern CONTINUED = Pattern.compile("\\\\\\n\\s*");
  private static final Pattern REMARK = Pattern.compile("\\s+#.*$");
  private static final Pattern TYPED =
      Pattern.compile("(?m)^(?:\\./\\w|(?:lull|mvn|curl|docker|systemctl) )");

  /**
   * A line of a shell.
   *
   * @param document from the root of the repository on
   * @param command without a remark
   */
  record Line(String document, String command) {}

  /** What is between two fences. */
  private record Block(String language, String text) {}

  private Documents() {}

  /** All of them, the README first, the others in the order of their names. */
  static List<String> names() throws IOException {
    List<String> names = new ArrayList<>(List.of("README.md"));
    try (Stream<Path> all = Files.walk(ROOT.resolve("docs"))) {
      all.filter(file -> file.toString().endsWith(".md"))
          .map(file -> ROOT.relativize(file).toString())
          .sorted(Comparator.naturalOrder())
          .forEach(names::add);
    }
    return names;
  }

  /** The lines of a document's shells, from its top to its bottom. */
  static List<Line> lines(String document) throws IOException {
    List<Line> lines = new ArrayList<>();
    for (Block block : blocks(document)) {
      if (block.language().equals("sh")) {
        CONTINUED
            .matcher(block.text())
            .replaceAll("")
            .lines()
            .map(line -> REMARK.matcher(line).replaceAll("").strip())
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .forEach(command -> lines.add(new Line(document, command)));
      }
    }
    return lines;
  }

  /** Blocks with something to type that nobody would take for a shell. */
  static List<String> unmarked() throws IOException {
    List<String> unmarked = new ArrayList<>();
    for (String document : names()) {
      for (Block block : blocks(document)) {
        if (block.language().isEmpty() && TYPED.matcher(block.text()).find()) {
          unmarked.add(document + ":\n" + block.text());
        }
      }
    }
    return unmarked;
  }

  /** What the one block says that begins so, in which language ever. */
  static String block(String document, String begin) throws IOException {
    List<String> found =
        blocks(document).stream()
            .map(Block::text)
            .filter(text -> text.strip().startsWith(begin))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(
          "expected one block of " + document + " that begins with " + begin + ", but: " + found);
    }
    return found.getFirst();
  }

  private static List<Block> blocks(String document) throws IOException {
    return BLOCK
        .matcher(Files.readString(ROOT.resolve(document)))
        .results()
        .map(Documents::block)
        .toList();
  }

  private static Block block(MatchResult found) {
    return new Block(found.group(1), found.group(2));
  }
}
