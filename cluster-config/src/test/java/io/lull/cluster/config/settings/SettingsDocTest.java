package io.lull.cluster.config.settings;

import static java.util.stream.Collectors.joining;

import io.lull.protocol.docs.GeneratedDoc;
import org.junit.jupiter.api.Test;

class SettingsDocTest {
  private static final String INTRODUCTION =
      """
      # Settings

      All of them are below `lull`, in a file in HOCON. A time needs its unit, and 0 never means
      "without end". All are checked together at the start: everything that is wrong is reported at
      once, and a name that nobody knows is refused with the nearest one that there is. What limits
      owe to each other is in [limits.md](limits.md).

      | setting | unit | default | what it is | why this default |
      |---|---|---|---|---|
      """;

  @Test
  void the_document_shows_every_setting_as_the_defaults_have_it() {
    GeneratedDoc.check(
        "docs/settings.md",
        INTRODUCTION + Reference.all().stream().map(SettingsDocTest::row).collect(joining()));
  }

  private static String row(Reference setting) {
    return "| `%s` | %s | %s | %s | %s |\n"
        .formatted(
            setting.key(),
            setting.unit(),
            setting.value().isEmpty() ? "empty" : "`" + setting.value() + "`",
            setting.what(),
            setting.why());
  }
}
