package io.lull.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.ExitCode;
import java.util.List;

/** What came of a command. */
public record Ran(List<String> typed, int exit, String out, String err) {
  /** It ended so; what it said is shown if not. */
  public Ran ends(ExitCode expected) {
    assertThat(exit).as(toString()).isEqualTo(expected.number());
    return this;
  }

  /** It was refused as wrong input is: in one line with a hint, and with nothing of our inside. */
  void isOneLineOfWrongInput() {
    ends(ExitCode.USAGE);
    assertThat(out).as(toString()).isEmpty();
    assertThat(err.lines()).as(toString()).hasSize(1);
    assertThat(err)
        .matches("lull.*\\. .+\\R")
        .contains("'lull ")
        .doesNotContain("Exception", "\tat ");
  }

  /** The one word of its output that begins so. */
  public String word(String prefix) {
    return List.of((out + err).split("[\\s\",:]+")).stream()
        .filter(word -> word.startsWith(prefix))
        .findFirst()
        .orElseThrow(() -> new AssertionError("expected " + prefix + "… in " + this));
  }

  @Override
  public String toString() {
    return typed + " ended with " + exit + "\n" + out + "\n" + err;
  }
}
