package io.lull.protocol.conformance;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.docs.GeneratedDoc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which statement is shown by which tests; a test belongs to the ids that its name begins with. */
class ConformanceDocTest {
  private static final Path ROOT = Path.of(System.getProperty("lull.root", ".."));
  private static final Pattern TEST = Pattern.compile("void ((?:[A-Z]\\d\\d_)+)(\\w*)");
  private static final Pattern ROW = Pattern.compile("^\\| ([A-Z]\\d\\d) \\| (.+?) \\| .+? \\|$");

  /** The groups of which every statement has to have a test. */
  private static final String FOUNDING = "TAPS";

  private final Map<String, String> statements = rows("docs/conformance-statements.md");
  private final Map<String, String> notOurs = rows("docs/conformance-not-ours.md");
  private final Map<String, Set<String>> tests = tests();

  @Test
  void the_report_names_the_tests_of_every_statement() {
    GeneratedDoc.check("docs/conformance.md", report());
  }

  @Test
  void every_founding_statement_has_a_test() {
    assertThat(founding().filter(id -> !tests.containsKey(id))).isEmpty();
  }

  @Test
  void there_are_72_founding_statements() {
    assertThat(founding()).hasSize(72);
  }

  @Test
  void every_other_statement_has_a_test_or_a_reason_why_not() {
    List<String> left =
        statements.keySet().stream()
            .filter(id -> !tests.containsKey(id) && !notOurs.containsKey(id))
            .toList();
    assertThat(left).as("without a test and without a reason").isEmpty();
  }

  @Test
  void every_test_is_named_after_a_statement_that_there_is() {
    assertThat(statements.keySet()).containsAll(tests.keySet()).containsAll(notOurs.keySet());
  }

  @Test
  void a_reason_is_struck_out_when_its_statement_has_a_test() {
    assertThat(notOurs.keySet()).doesNotContainAnyElementsOf(tests.keySet());
  }

  private String report() {
    long shown = founding().filter(tests::containsKey).count();
    StringBuilder text = new StringBuilder("# Conformance\n\n");
    text.append("Which test shows which statement. Founding statements with a test: ")
        .append(shown)
        .append("/72; all statements: ")
        .append(statements.keySet().stream().filter(tests::containsKey).count())
        .append('/')
        .append(statements.size())
        .append(". The statements are in\n[conformance-statements.md](conformance-statements.md), ")
        .append(
            "and why some have no test in\n[conformance-not-ours.md](conformance-not-ours.md).\n")
        .append("\n| id | statement | tests |\n|---|---|---|\n");
    statements.forEach(
        (id, statement) -> text.append("| %s | %s | %s |\n".formatted(id, statement, shownBy(id))));
    return text.toString();
  }

  private String shownBy(String id) {
    return tests.containsKey(id)
        ? tests.getOrDefault(id, new TreeSet<>()).stream()
            .map(test -> "`" + test + "`")
            .collect(joining("<br>"))
        : "none: " + notOurs.getOrDefault(id, "missing");
  }

  private Stream<String> founding() {
    return statements.keySet().stream().filter(id -> FOUNDING.indexOf(id.charAt(0)) >= 0);
  }

  private static Map<String, String> rows(String file) {
    Map<String, String> rows = new LinkedHashMap<>();
    for (String line : read(ROOT.resolve(file)).lines().toList()) {
      Matcher row = ROW.matcher(line);
      if (row.matches() && rows.put(row.group(1), row.group(2)) != null) {
        throw new AssertionError("expected one row for " + row.group(1) + ", but got two");
      }
    }
    return rows;
  }

  private static Map<String, Set<String>> tests() {
    Map<String, Set<String>> tests = new TreeMap<>();
    for (Path source : sources()) {
      String holder = source.getFileName().toString().replace(".java", "");
      Matcher test = TEST.matcher(read(source));
      while (test.find()) {
        for (String id : test.group(1).split("_")) {
          tests
              .computeIfAbsent(id, _ -> new TreeSet<>())
              .add(holder + "#" + test.group(1) + test.group(2));
        }
      }
    }
    return tests;
  }

  /** The test sources of all modules. */
  private static List<Path> sources() {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve("src/test/java"))
          .filter(Files::isDirectory)
          .sorted()
          .flatMap(ConformanceDocTest::javaFiles)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
