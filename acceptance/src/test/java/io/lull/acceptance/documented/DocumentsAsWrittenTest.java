package io.lull.acceptance.documented;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.lull.acceptance.documented.Documents.Line;
import io.lull.acceptance.program.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Somebody reads the documents from top to bottom and types what they tell him to, as it stands: a
 * command that does not end as it should there is a mistake of the document, or of ours.
 */
class DocumentsAsWrittenTest {
  private static World world;

  @BeforeAll
  static void make() throws Exception {
    world = World.make();
  }

  @AfterAll
  static void remove() throws IOException {
    if (world != null) {
      world.close();
    }
  }

  private static List<Line> all() throws IOException {
    List<Line> all = new ArrayList<>();
    for (String document : Documents.names()) {
      all.addAll(Documents.lines(document));
    }
    return all;
  }

  @TestFactory
  Stream<DynamicTest> every_command_does_what_is_said_of_it() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String document : Documents.names()) {
      for (Line line : Documents.lines(document)) {
        if (Elsewhere.of(line.command()).isEmpty()) {
          tests.add(dynamicTest(document + ": " + line.command(), () -> follow(line)));
        }
      }
      // The README begins where nothing is set up; the others have a node.
      if (document.equals("README.md")) {
        tests.add(dynamicTest("a node is started", () -> world.startNode()));
      }
    }
    return tests.stream();
  }

  private static void follow(Line line) throws IOException {
    Ran ran = world.types(line.command());
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.out() + ran.err()).doesNotContain("Exception", "\tat ");
  }

  @Test
  void what_is_run_elsewhere_is_still_in_the_documents() throws IOException {
    List<String> commands = all().stream().map(Line::command).toList();
    assertThat(commands).containsAll(Elsewhere.commands()).containsAll(World.minded());
    for (String test : Elsewhere.tests()) {
      try (Stream<Path> files = Files.walk(Documents.ROOT.resolve(test).getParent())) {
        assertThat(files).contains(Documents.ROOT.resolve(test));
      }
    }
  }

  @Test
  void whatever_is_typed_is_marked_as_a_shell() throws IOException {
    assertThat(Documents.unmarked()).isEmpty();
  }
}
