package io.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.frame.Output;
import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LostOutputTest {
  @TempDir Path directory;

  /** A pipe whose reader has gone. */
  private static final class Broken extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      throw new IOException("Broken pipe");
    }
  }

  private Typed typed(OutputStream out, String line) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (FakeNode node = new FakeNode()) {
      node.streams.start();
      int exit =
          new Program(
                  new Surroundings(
                      Map.of("LULL_NODE", node.url()),
                      directory,
                      new Output(out),
                      new PrintStream(err, false, StandardCharsets.UTF_8),
                      new Terminal(false, false, true, 80)))
              .run(line.split(" "));
      return new Typed(exit, "", err.toString(StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "instances",
        "-o json instances",
        "-o yaml instances",
        "completion bash",
        "sets --help"
      })
  void nobody_who_reads_is_no_trouble_but_an_end_in_silence(String line) {
    Typed typed = typed(new Broken(), line);

    assertThat(typed.err()).isEmpty();
    assertThat(typed.exit()).isEqualTo(141);
  }

  @ParameterizedTest
  @ValueSource(strings = {"instances", "-o json instances", "completion bash", "sets --help"})
  void a_full_disk_is_named(String line) throws IOException {
    try (OutputStream full = new FileOutputStream("/dev/full")) {
      Typed typed = typed(full, line);

      assertThat(typed.err())
          .contains("No space left on device")
          .contains("Make room")
          .doesNotContain("ClosedPipe");
      assertThat(typed.exit()).isEqualTo(1);
    }
  }

  @Test
  void a_trouble_is_told_even_if_nobody_reads_the_rest() {
    Typed typed = typed(new Broken(), "sets x");

    assertThat(typed.err()).contains("unexpected argument 'x'");
    assertThat(typed.exit()).isEqualTo(2);
  }
}
