package io.lull.protocol.limit;

import static java.util.stream.Collectors.joining;

import io.lull.protocol.docs.GeneratedDoc;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LimitsDocTest {
  private static final String INTRODUCTION =
      """
      # Limits

      Every event and every call has a limit, enforced from outside the call. Each one is more than 0
      and at most 7 days (or 10000 things): 0 never means "without end". All of them are checked
      together at the start, and everything that is wrong is reported at once.

      | setting | unit | default | what it bounds | why this default |
      |---|---|---|---|---|
      """;

  private static final String RULES =
      """

      ## What limits owe to each other

      | rule | why |
      |---|---|
      """;

  private static final String WINDOW =
      """

      ## What follows from them

      * A writer's hold is the smaller of what it declares and `hold`.
      * All freezes of a set together may take the smaller of `freeze` and *smallest hold − commit −
        thaw − 2 s*. When that is not more than 0, the set is refused before anything is frozen.
      """;

  @Test
  void the_document_shows_every_limit_as_the_code_has_it() {
    GeneratedDoc.check("docs/limits.md", document());
  }

  private static String document() {
    return INTRODUCTION
        + Arrays.stream(Setting.values()).map(LimitsDocTest::row).collect(joining())
        + RULES
        + Arrays.stream(Rule.values())
            .map(rule -> row("`" + rule.formula() + "`", rule.why()))
            .collect(joining())
        + WINDOW;
  }

  private static String row(Setting setting) {
    return row(
        "`" + setting.key() + "`",
        setting.unit().name().toLowerCase(Locale.ROOT),
        Limits.defaults().shown(setting),
        setting.bounds(),
        setting.why());
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
