package io.lull.benchmarks.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How long a command takes that has nothing to do: what everybody waits for at each call. */
final class CommandStart {
  private CommandStart() {}

  static void main(Options options) throws Exception {
    int runs = options.number("runs", 20);
    Path dist = Path.of(options.text("dist", "node/target/lull")).toAbsolutePath();
    Report report = new Report("Start of a command");
    double[] floor = new double[runs];
    for (int i = 0; i < runs; i++) {
      floor[i] = Start.empty();
    }
    Figures empty = Figures.of("s", floor);
    report.figures("floor: the virtual machine with an empty program", empty);
    for (List<String> words : List.of(List.of("version"), List.of("--help"), List.of("sessions"))) {
      String what = "lull " + String.join(" ", words);
      report.figures(what + ", without the cache", measured(dist, words, "off", runs));
      Figures cached = measured(dist, words, "auto", runs);
      report.figures(what + ", with the cache", cached);
      report.ratio(what, cached.median(), empty.median(), "≤ 0.4 s");
    }
    report.end();
  }

  private static Figures measured(Path dist, List<String> words, String mode, int runs)
      throws IOException, InterruptedException {
    double[] seconds = new double[runs];
    // The first one reads the files, which are in memory for all others.
    run(dist, words, mode);
    for (int i = 0; i < runs; i++) {
      seconds[i] = run(dist, words, mode);
    }
    return Figures.of("s", seconds);
  }

  private static double run(Path dist, List<String> words, String mode)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(dist.resolve("bin/lull").toString());
    builder.command().addAll(words);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("LULL_JAVA_OPTS", "-XX:AOTMode=" + mode);
    // Nobody listens there, so that what asks a node is refused at once.
    builder.environment().put("LULL_NODE", "http://127.0.0.1:" + Nodes.freePort());
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    long begun = System.nanoTime();
    builder.start().waitFor();
    return (System.nanoTime() - begun) / 1e9;
  }
}
