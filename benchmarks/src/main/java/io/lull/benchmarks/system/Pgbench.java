package io.lull.benchmarks.system;

import io.lull.writer.postgres.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Transactions like those of TPC-B until it is closed. */
record Pgbench(Process process) implements AutoCloseable {
  private static final String FOR_EVER = "86400";

  static void fill(TestPostgres server, int scale) throws IOException {
    Commands.run(
        "pgbench",
        "-i",
        "-q",
        "-s",
        "" + scale,
        "-h",
        "127.0.0.1",
        "-p",
        port(server),
        "-U",
        "boss",
        "postgres");
  }

  /**
   * Starts it.
   *
   * @param rate how many in a second; 0 for as many as the server can do
   */
  static Pgbench start(TestPostgres server, int clients, int rate, Path directory)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("pgbench", "-n", "-c", "" + clients, "-j", "1", "-T", FOR_EVER, "-U", "boss"));
    command.addAll(List.of("-h", "127.0.0.1", "-p", port(server)));
    if (rate > 0) {
      command.addAll(List.of("-R", "" + rate));
    }
    command.add("postgres");
    return new Pgbench(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("pgbench.log").toFile())
            .start());
  }

  /** Where the server listens. */
  static String port(TestPostgres server) throws IOException {
    return Objects.requireNonNull(server.settings().get("port"));
  }

  @Override
  public void close() {
    if (!process.isAlive()) {
      throw new IllegalStateException("expected pgbench to run all the time, but it has ended");
    }
    process.destroyForcibly().onExit().join();
  }
}
