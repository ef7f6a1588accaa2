package io.lull.benchmarks.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** Commands of others that a measurement needs, or is compared with. */
final class Commands {
  private Commands() {}

  /** Runs one to its end, and returns what it printed. */
  static String run(String... command) throws IOException {
    return run(new ProcessBuilder(command).redirectErrorStream(true));
  }

  /** The same for one that was prepared, with its standard error in what it prints. */
  static String run(ProcessBuilder prepared) throws IOException {
    Process process = prepared.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(
            "expected to run " + String.join(" ", prepared.command()) + ", but: " + said);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(
          "interrupted while running " + prepared.command().getFirst(), interrupted);
    }
    return said;
  }
}
