package io.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.frame.Surroundings;
import io.lull.protocol.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Whatever we tell people to type is something that can be typed. */
class DocumentedCommandsTest {
  private static final Path ROOT = Path.of(System.getProperty("lull.root"));
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```[a-z]*\\n(.*?)^```");
  private static final Pattern SPAN = Pattern.compile("`((?:\\./)?lull [^`]*)`");
  private static final Pattern LINE = Pattern.compile("(?m)^(?:\\./)?(lull [^#\\n]*)");

  /** In our own sentences an argument follows as a value, so that only the words are there. */
  private static final Pattern QUOTED = Pattern.compile("'lull ([a-z]+)");

  /** Fails with what is wrong with a command, if it cannot be typed. */
  private static void accept(String command, String where) {
    List<String> words = words(command);
    CommandLine program = new Program(Surroundings.ofProcess()).program();
    try {
      program.parseArgs(words.subList(1, words.size()).toArray(String[]::new));
    } catch (ParameterException wrong) {
      throw new AssertionError(where + " says '" + command + "', but " + wrong.getMessage(), wrong);
    }
  }

  /** Names of things that only the reader knows are taken as they stand. */
  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)").matcher(command);
    while (word.find()) {
      words.add(word.group().replaceAll("^['\"]|['\"]$", ""));
    }
    return words;
  }

  @Test
  void by_hints_of_failures() {
    for (Failure failure : Failure.values()) {
      SPAN.matcher(failure.hint()).results().forEach(span -> accept(span.group(1), failure.name()));
    }
  }

  @Test
  void by_the_documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> all = Files.walk(ROOT.resolve("docs"))) {
      all.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
    }
    int commands = 0;
    for (Path document : documents) {
      String text = Files.readString(document);
      for (String command : commands(text)) {
        accept(command, document.toString());
        commands++;
      }
    }
    assertThat(commands).isGreaterThan(5);
  }

  private static List<String> commands(String text) {
    List<String> commands = new ArrayList<>();
    BLOCK
        .matcher(text)
        .results()
        .forEach(
            block ->
                LINE.matcher(block.group(1))
                    .results()
                    .forEach(line -> commands.add(line.group(1).strip())));
    SPAN.matcher(BLOCK.matcher(text).replaceAll(""))
        .results()
        .forEach(span -> commands.add(span.group(1)));
    return commands;
  }

  @Test
  void by_our_own_sentences() throws IOException {
    var known = new Program(Surroundings.ofProcess()).program().getSubcommands().keySet();
    List<String> said = new ArrayList<>();
    for (String module : List.of("cli", "node", "demo", "writer-actor", "protocol")) {
      try (Stream<Path> all = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : all.filter(path -> path.toString().endsWith(".java")).toList()) {
          QUOTED.matcher(Files.readString(file)).results().forEach(word -> said.add(word.group(1)));
        }
      }
    }
    assertThat(known).containsAll(said);
    assertThat(said).hasSizeGreaterThan(5);
  }
}
