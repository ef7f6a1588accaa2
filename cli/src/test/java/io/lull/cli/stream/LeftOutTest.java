package io.lull.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.Typed;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a stream of a directory does not have, and who is told. */
class LeftOutTest extends StreamScene {
  @Test
  void entries_that_changed_are_named() throws IOException {
    streams.source = "directory";
    streams.start();
    streams.logs.clear();
    streams.logs.put(
        1L, Tars.tar().file(".lull/changed.json", "[\"base/orders\",\"k\\udce4\"]").end());

    Typed typed = stream();

    assertThat(typed.exit()).isEqualTo(12);
    assertThat(typed.out()).contains("CHANGED   base/orders");
    Typed restored = type("stream", "restore", "backups", "--to", "new");
    assertThat(restored.exit()).isEqualTo(12);
    assertThat(restored.out()).contains("LEFT OUT  base/orders");
    assertThat(directory.resolve("new/base")).isEmptyDirectory();
    assertThat(directory.resolve("new/version")).hasContent("15");
  }

  /** A directory with pipes, as its source tells of them. */
  private void pipes(String json) {
    streams.source = "directory";
    streams.start();
    streams.logs.clear();
    streams.logs.put(
        1L, Tars.tar().file(".lull/changed.json", "[]").file(".lull/left-out.json", json).end());
  }

  @Test
  void entries_without_content_are_named_and_cost_nothing() throws IOException {
    pipes("{\"names\": [\"a/pipe\",\n\"k\\udce4\"], \"more\": [{}], \"count\": 2}\n");

    Typed typed = good(stream("-o", "json"));

    String leftOut = "\"leftOut\":{\"count\":2,\"names\":[\"a/pipe\",\"k\ufffd\"]}";
    assertThat(typed.out()).contains(leftOut);
    assertThat(only().resolve("manifest.json")).content().contains(leftOut);
    assertThat(type("stream", "list", "backups", "-o", "json").out()).contains("\"leftOut\":2");
    assertThat(good(type("stream", "restore", "backups", "--to", "new")).out())
        .contains("note      not in the backup are 2 pipes, sockets or devices: a/pipe, k\ufffd\n");
  }

  @Test
  void of_many_entries_without_content_the_first_are_shown() {
    pipes("{\"count\": 101, \"names\": [\"p0\", \"p1\", \"p2\", \"p3\"]}");

    assertThat(good(stream()).out())
        .contains(
            "left out  101 pipes, sockets or devices: p0, p1, p2 and more, see manifest.json\n");
  }

  @Test
  void what_says_nothing_sane_of_entries_without_content_is_no_backup() throws IOException {
    for (String json :
        List.of(
            "", "[]", "{\"count\": 1", "{\"count\": 0, \"names\": [\"p\"]}", "{\"names\": 1}")) {
      pipes(json);
      Typed typed = stream();
      assertThat(typed.exit()).as(json).isEqualTo(1);
      assertThat(typed.err()).contains("expected a count and names as .lull/left-out.json");
      assertThat(kept()).isEmpty();
    }
  }
}
