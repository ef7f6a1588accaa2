package io.lull.writer.postgres;

import io.lull.writer.database.Calls;
import io.lull.writer.database.ServerProcess;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/** The load that comes with the server, until it is closed. */
public final class PgBench implements AutoCloseable {
  private final TestPostgres server;
  private final Process process;

  private PgBench(TestPostgres server, Process process) {
    this.server = server;
    this.process = process;
  }

  public static void fill(TestPostgres server) throws Exception {
    ServerProcess.run(command(server, "-i", "-q", "-s", "2"));
  }

  public static PgBench start(TestPostgres server) throws Exception {
    return new PgBench(
        server,
        new ProcessBuilder(command(server, "-n", "-c", "2", "-T", "3600"))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.DISCARD)
            .start());
  }

  private static List<String> command(TestPostgres server, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                TestPostgres.binary("pgbench"),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(server.port()),
                "-U",
                "boss"));
    command.addAll(List.of(more));
    command.add("postgres");
    return command;
  }

  /** Waits until it has done so much more. */
  public void goesOn(int more) throws Exception {
    long until = done() + more;
    Calls.await(
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("expected pgbench to go on, but it ended");
          }
          return done() >= until;
        });
  }

  private long done() throws Exception {
    return server.number("SELECT count(*) FROM pgbench_history");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
      // What it began on its connections is over only when they are.
      Calls.await(
          () ->
              server.number(
                      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pgbench'")
                  == 0);
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
