package io.lull.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.frame.Terminal;
import io.lull.protocol.id.SessionId;
import io.lull.wire.api.Timeline;
import io.lull.wire.api.Timeline.Deed;
import io.lull.wire.api.Timeline.Span;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenTest {
  private static final Timeline TIMELINE =
      new Timeline(
          new SessionId("s-1"),
          Duration.ofMillis(40),
          List.of(
              new Span("bank/front", Deed.HELD, Duration.ofMillis(1), Duration.ofMillis(39)),
              new Span("north/copies", Deed.COPYING, Duration.ofMillis(8), Duration.ofMillis(9))));

  private static String told(Terminal terminal, boolean colour) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    Screen screen = new Screen(new PrintStream(told, true, UTF_8), terminal, colour);
    screen.title("title");
    screen.picture(TIMELINE);
    screen.good("good");
    screen.bad("bad");
    return told.toString(UTF_8);
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 96, 200})
  void the_picture_is_as_wide_as_the_terminal(int width) {
    String told = told(new Terminal(true, true, true, width), false);

    assertThat(told.lines().mapToInt(String::length).max().orElseThrow())
        .isBetween(width - 1, width);
    assertThat(told).contains("█", "✓ good", "✗ bad");
  }

  @Test
  void there_is_only_ascii_where_nothing_else_can_be_shown() {
    String told = told(new Terminal(true, true, false, 80), false);

    assertThat(told).matches("[\\x20-\\x7e\\n]*").contains("#", "+ good", "! bad");
  }

  @Test
  void colours_are_left_out_where_nobody_wants_them() {
    Terminal terminal = new Terminal(true, true, true, 80);

    assertThat(told(terminal, true)).contains("\u001b[32m✓ \u001b[0mgood");
    assertThat(told(terminal, false)).doesNotContain("\u001b");
  }
}
