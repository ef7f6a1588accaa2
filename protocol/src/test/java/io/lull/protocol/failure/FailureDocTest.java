package io.lull.protocol.failure;

import static java.util.stream.Collectors.joining;

import io.lull.protocol.docs.GeneratedDoc;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FailureDocTest {
  private static final String INTRODUCTION =
      """
      # Failures

      Everything that can go wrong has one code. The same code stands in replies, events, logs, HTTP
      bodies and here; it never changes its meaning. **Exit** is what the command line returns when
      this failure alone ended the session. A thaw that nobody confirmed outranks it: then it is 20.

      """;

  @Test
  void the_document_shows_every_failure_as_the_code_has_it() {
    GeneratedDoc.check("docs/failures.md", document());
  }

  private static String document() {
    return INTRODUCTION
        + family('V', "V: known from VSS", "The number is the HRESULT.")
        + family('E', "E: known from ESE streaming backup", "The number is the JET_ERR.")
        + family('F', "F: known from MS-FSRVP", "The number is the protocol's return value.")
        + family('L', "L: Lull's own", "No other system has a number for these.")
        + legend("Retry", "may the same request be made again", Retry.values())
        + legend("Who acts", "who must act so that it does not come back", Actor.values())
        + "## Exit codes\n\n| exit | name | meaning |\n|---|---|---|\n"
        + Arrays.stream(ExitCode.values())
            .map(exit -> row(Integer.toString(exit.number()), exit.name(), exit.meaning()))
            .collect(joining());
  }

  private static String family(char letter, String title, String number) {
    return "## "
        + title
        + "\n\n"
        + number
        + "\n\n| code | failure | known as | number | retry | who acts | exit | what to do |\n"
        + "|---|---|---|---|---|---|---|---|\n"
        + Arrays.stream(Failure.values())
            .filter(failure -> failure.code().charAt(0) == letter)
            .map(FailureDocTest::row)
            .collect(joining())
        + "\n";
  }

  private static String row(Failure failure) {
    return row(
        failure.code(),
        failure.name(),
        failure.vendorName().orElse(""),
        failure.number().isPresent() ? number(failure.number().getAsLong()) : "",
        failure.retry().name(),
        failure.actor().name(),
        Integer.toString(failure.exitCode().number()),
        failure.hint());
  }

  private static String number(long number) {
    return number < 0 ? Long.toString(number) : String.format("0x%08X", number);
  }

  private static String legend(String title, String question, Enum<?>[] values) {
    return "## "
        + title
        + "\n\n| "
        + title.toLowerCase(Locale.ROOT)
        + " | "
        + question
        + " |\n|---|---|\n"
        + Arrays.stream(values).map(value -> row(value.name(), meaning(value))).collect(joining())
        + "\n";
  }

  private static String meaning(Enum<?> value) {
    return switch (value) {
      case Retry retry -> retry.meaning();
      case Actor actor -> actor.meaning();
      default -> throw new AssertionError(value);
    };
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
