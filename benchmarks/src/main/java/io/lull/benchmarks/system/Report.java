package io.lull.benchmarks.system;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Says what was measured, line by line, and how busy the machine was with other things. */
final class Report {
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  Report(String title) {
    out.println("# " + title);
    load("before");
  }

  @SuppressWarnings("AnnotateFormatMethod") // Its annotations are no dependency of ours.
  void say(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }

  void figures(String what, Figures figures) {
    say("%-58s %s", what, figures);
  }

  /** A figure as a multiple of what the machine would need at least, and what was promised. */
  void ratio(String what, double value, double floor, String promise) {
    say(
        "%-58s %s × floor (%s / %s); promised %s",
        what, Figures.shown(value / floor), Figures.shown(value), Figures.shown(floor), promise);
  }

  void end() {
    load("after");
  }

  private void load(String when) {
    try {
      String[] load = Files.readString(Path.of("/proc/loadavg")).split(" ");
      say(
          "load %s: %s %s %s on %d processors",
          when, load[0], load[1], load[2], Runtime.getRuntime().availableProcessors());
    } catch (IOException unknown) {
      say("load %s: unknown", when);
    }
  }
}
