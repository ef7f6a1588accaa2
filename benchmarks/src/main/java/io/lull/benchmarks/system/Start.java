package io.lull.benchmarks.system;

import io.lull.node.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How long a node needs until it can be given work, and how much memory it then has. */
final class Start {
  private static final String READY = "is ready";

  private Start() {}

  /** One start. */
  private record Measured(double seconds, double mebibytes) {}

  static void main(Options options) throws Exception {
    int runs = options.number("runs", 9);
    Path dist = Path.of(options.text("dist", "node/target/lull")).toAbsolutePath();
    Report report = new Report("Start of a node of " + Main.class.getPackageName() + " to ready");
    Path directory = Nodes.directory("start");
    double[] floor = new double[runs];
    for (int i = 0; i < runs; i++) {
      floor[i] = empty();
    }
    Figures empty = Figures.of("s", floor);
    report.figures("floor: the virtual machine with an empty program", empty);
    List<String> plain = List.of("LULL_JAVA_OPTS=-XX:AOTMode=off");
    measure(report, "without the cache", dist, directory, runs, plain, empty);
    measure(report, "with the shipped cache", dist, directory, runs, List.of(), empty);
    report.end();
    Nodes.remove(directory);
  }

  private static void measure(
      Report report,
      String what,
      Path dist,
      Path directory,
      int runs,
      List<String> environment,
      Figures floor)
      throws IOException, InterruptedException {
    List<Measured> all = new ArrayList<>();
    // The first start makes the journal, and is not like the others.
    for (int i = 0; i <= runs; i++) {
      all.add(start(dist, directory, environment));
    }
    List<Measured> later = all.subList(1, all.size());
    Figures seconds = Figures.of("s", later.stream().mapToDouble(Measured::seconds).toArray());
    report.figures("start to ready, " + what, seconds);
    report.figures(
        "resident memory then, " + what,
        Figures.of("MiB", later.stream().mapToDouble(Measured::mebibytes).toArray()));
    report.ratio("start to ready, " + what, seconds.median(), floor.median(), "≤ 2 s with it");
  }

  private static Measured start(Path dist, Path directory, List<String> environment)
      throws IOException, InterruptedException {
    Path settings = directory.resolve("node.conf");
    Files.writeString(
        settings,
        """
        lull {
          api.listen = ""
          cluster.port = %d
          host.life-file = "%s/life"
          journal.embedded.file = "%s/journal.db"
          writers.db { kind = test }
          providers.main { kind = test, directory = "%s/copies" }
        }
        """
            .formatted(Nodes.freePort(), directory, directory, directory));
    ProcessBuilder builder =
        new ProcessBuilder(dist.resolve("bin/lull-node").toString(), settings.toString())
            .redirectErrorStream(true);
    Map<String, String> variables = builder.environment();
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    environment.forEach(set -> variables.put(set.split("=", 2)[0], set.split("=", 2)[1]));
    long begun = System.nanoTime();
    Process process = builder.start();
    try (BufferedReader said = process.inputReader()) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.endsWith(READY)) {
          double seconds = (System.nanoTime() - begun) / 1e9;
          return new Measured(seconds, resident(process.pid()));
        }
      }
      throw new IllegalStateException("expected the node to be ready, but it ended");
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  /** How long the virtual machine takes for nothing. */
  static double empty() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    int ended =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Nothing.class.getName())
            .inheritIO()
            .start()
            .waitFor();
    if (ended != 0) {
      throw new IllegalStateException("expected an empty program to succeed, but it did not");
    }
    return (System.nanoTime() - begun) / 1e9;
  }

  /** What a process has in memory now, in MiB. */
  private static double resident(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
