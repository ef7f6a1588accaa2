package io.lull.demo;

import io.lull.cli.frame.Terminal;
import io.lull.cli.text.Picture;
import io.lull.wire.api.Timeline;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Where the story is told; with colours if somebody looks. */
record Screen(PrintStream out, Terminal terminal, boolean colour) {
  private static final String BOLD = "\u001b[1m";
  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";
  private static final String MARGIN = "  ";

  static Screen ofProcess(Map<String, String> environment) {
    Terminal terminal = Terminal.ofProcess(environment);
    return new Screen(
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        terminal,
        terminal.out() && !environment.containsKey("NO_COLOR"));
  }

  void title(String text) {
    out.println();
    out.println(painted(BOLD, text));
  }

  void line(String text) {
    out.println(MARGIN + text);
  }

  void good(String text) {
    line(painted(GREEN, terminal.unicode() ? "✓ " : "+ ") + text);
  }

  void bad(String text) {
    line(painted(RED, terminal.unicode() ? "✗ " : "! ") + text);
  }

  void picture(Timeline timeline) {
    new Picture(terminal.width() - MARGIN.length(), terminal.unicode())
        .lines(timeline)
        .forEach(this::line);
  }

  private String painted(String with, String text) {
    return colour ? with + text + PLAIN : text;
  }
}
