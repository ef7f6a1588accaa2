package io.lull.protocol.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedDocTest {
  @TempDir Path root;

  @Test
  void what_was_rewritten_passes_the_check() {
    GeneratedDoc.check(root, true, "docs/deep/a.md", "# A\n\none\n");
    assertThatCode(() -> GeneratedDoc.check(root, false, "docs/deep/a.md", "# A\n\none"))
        .doesNotThrowAnyException();
  }

  @Test
  void a_difference_names_its_line_and_the_command_and_leaves_the_file_alone() throws IOException {
    GeneratedDoc.check(root, true, "a.md", "# A\n\none\n");
    String before = Files.readString(root.resolve("a.md"));
    assertThatThrownBy(() -> GeneratedDoc.check(root, false, "a.md", "# A\n\ntwo\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("line 5 is\n  one\nand not\n  two")
        .hasMessageContaining("./rewrite");
    assertThat(root.resolve("a.md")).hasContent(before);
  }

  @Test
  void a_missing_file_a_longer_one_and_other_line_ends_are_differences() throws IOException {
    assertThatThrownBy(() -> GeneratedDoc.check(root, false, "a.md", "one"))
        .hasMessageContaining("missing");
    GeneratedDoc.check(root, true, "a.md", "one\ntwo");
    assertThatThrownBy(() -> GeneratedDoc.check(root, false, "a.md", "one"))
        .hasMessageContaining("it has 4 lines and not 3");
    Path file = root.resolve("a.md");
    Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));
    assertThatThrownBy(() -> GeneratedDoc.check(root, false, "a.md", "one\ntwo"))
        .hasMessageContaining("line ends");
  }
}
