package io.lull.protocol.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stories whose whole log is kept: what a change of a rule does to them shows line by line.
 *
 * <p>{@code -Dscenarios.rewrite=true} writes what the machines say now. Commit only those lines of
 * the diff that you can explain; a log that was rewritten unread proves nothing.
 */
class ScenariosTest {
  private static final String OUTPUT = "----";

  static Stream<Path> scenarios() {
    return Scenarios.files();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void a_story_goes_as_it_went(Path file) throws IOException {
    List<String> script = Scenarios.script(file);
    Story story = Story.of(script.toArray(String[]::new));
    String told =
        String.join("\n", script).strip()
            + "\n"
            + OUTPUT
            + "\n"
            + String.join("\n", story.printed())
            + "\n";
    if (Boolean.getBoolean("scenarios.rewrite")) {
      Files.writeString(file, told);
    }
    assertThat(Files.readString(file)).isEqualTo(told);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void a_story_begins_with_its_reason(Path file) {
    assertThat(Scenarios.script(file).getFirst()).startsWith("# ");
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void nobody_stands_still_when_a_story_is_over(Path file) {
    assertThat(Scenarios.run(file).cast().frozen()).isEmpty();
  }
}
