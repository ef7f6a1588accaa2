package io.lull.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir Path directory;

  private Main.Typed typed(Path usual, String... words) {
    return Main.Typed.of(List.of(words), usual);
  }

  @Test
  void without_a_file_it_reads_the_usual_one_if_that_is_there() throws Exception {
    Path usual = Files.writeString(directory.resolve("lull.conf"), "lull.node.host = usual");

    assertThat(typed(usual).file().read().getString("lull.node.host")).isEqualTo("usual");
    assertThat(typed(usual, "--with-parent").file().path()).contains(usual);
    assertThat(typed(directory.resolve("none")).file().path()).isEmpty();
  }

  @Test
  void a_file_that_is_named_is_the_only_one() throws Exception {
    Path usual = Files.createFile(directory.resolve("lull.conf"));

    for (String[] words :
        new String[][] {{"--with-parent", "own.conf"}, {"own.conf", "--with-parent"}}) {
      assertThat(typed(usual, words))
          .isEqualTo(new Main.Typed(true, new SettingsFile(Optional.of(Path.of("own.conf")))));
    }
    assertThat(typed(usual, "own.conf").withParent()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "--bogus", "a --bogus", "--with-parent a b"})
  void whatever_else_is_refused(String words) {
    assertThatThrownBy(() -> typed(directory, words.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("expected (one|a) file with settings, but got .*");
  }
}
