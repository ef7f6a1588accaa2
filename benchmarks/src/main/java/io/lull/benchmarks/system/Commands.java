package io.lull.benchmarks.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** Commands of others that a measurement needs, or is compared with. */
final class Commands {
  private Commands() {}

  /** Runs one to its end, and returns what it printed. */
  static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("expected to run " + String.join(" ", command) + ", but: " + said);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while running " + command[0], interrupted);
    }
    return said;
  }
}
