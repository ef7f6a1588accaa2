package io.lull.benchmarks.system;

import io.lull.writer.database.ServerProcess;
import io.lull.writer.postgres.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;

/** A full backup of PostgreSQL by {@code lull stream} and by {@code pg_basebackup}, in turn. */
final class PostgresStream {
  /** As it comes, so that what is read is what a server in use has. */
  private static final String[] SERVER = {"-c", "fsync=on", "-c", "shared_buffers=128MB"};

  private final TestPostgres server;
  private final StreamNode node;
  private final Path to;

  private PostgresStream(TestPostgres server, StreamNode node, Path to) {
    this.server = server;
    this.node = node;
    this.to = to;
  }

  static void main(Options options) throws Exception {
    Report report = new Report("Full backup of PostgreSQL");
    Path state = Nodes.directory("stream-postgres");
    // The server runs as a user of its own, who may not enter just any directory.
    Path directory =
        Files.setPosixFilePermissions(
            Files.createTempDirectory(Path.of(options.text("in", "/tmp")), "pg"),
            PosixFilePermissions.fromString("rwxr-xr-x"));
    Path volume = Files.createDirectory(directory.resolve("server"));
    ServerProcess.give(volume, "postgres");
    try (TestPostgres server = TestPostgres.create(volume, SERVER)) {
      Pgbench.fill(server, options.number("scale", 100));
      Files.writeString(
          server.data().resolve("pg_hba.conf"),
          "host replication boss samehost trust\n",
          StandardOpenOption.APPEND);
      server.sql("SELECT pg_reload_conf()", "CHECKPOINT");
      String settings =
          server.settings("kind", "postgres").entrySet().stream()
              .map(entry -> entry.getKey() + " = \"" + entry.getValue() + "\"")
              .collect(Collectors.joining(", "));
      try (StreamNode node = StreamNode.start(state, settings)) {
        new PostgresStream(server, node, directory.resolve("backup"))
            .measure(report, options.number("rounds", 7));
      }
    }
    Nodes.remove(directory);
    Nodes.remove(state);
    report.end();
  }

  private void measure(Report report, int rounds) throws IOException {
    long bytes = size();
    double[] theirs = new double[rounds];
    double[] ours = new double[rounds];
    double[] ratios = new double[rounds];
    for (int i = -1; i < rounds; i++) {
      int slot = Math.max(i, 0);
      // Whoever comes second may have to wait for what the first has left to the disk.
      if (i % 2 == 0) {
        ours[slot] = ours();
        theirs[slot] = theirs();
      } else {
        theirs[slot] = theirs();
        ours[slot] = ours();
      }
      ratios[slot] = ours[slot] / theirs[slot];
    }
    report.say("%-58s %d MiB", "the cluster", bytes >> 20);
    report.figures("pg_basebackup", Figures.of("s", theirs));
    report.figures("lull stream, with its start", Figures.of("s", ours));
    report.figures("lull stream × pg_basebackup, round by round (≤ 1.25)", Figures.of("×", ratios));
  }

  private long size() throws IOException {
    String said = Commands.run("du", "-sb", server.data().toString());
    return Long.parseLong(said.substring(0, said.indexOf('\t')));
  }

  private double ours() throws IOException {
    return took(node.program(to));
  }

  private double theirs() throws IOException {
    return took(
        new ProcessBuilder(
            TestPostgres.binary("pg_basebackup"),
            "--checkpoint=fast",
            "-D",
            to.toString(),
            "-h",
            "127.0.0.1",
            "-p",
            Pgbench.port(server),
            "-U",
            "boss"));
  }

  /** How long a backup takes until it is safe on the disk; it is removed. */
  private double took(ProcessBuilder backup) throws IOException {
    long begun = System.nanoTime();
    Commands.run(backup.redirectErrorStream(true));
    double took = (System.nanoTime() - begun) / 1e9;
    Nodes.remove(to);
    Commands.run("sync");
    return took;
  }
}
