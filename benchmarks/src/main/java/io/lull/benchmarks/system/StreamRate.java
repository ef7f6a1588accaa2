package io.lull.benchmarks.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * How fast one stream is over loopback, beside {@code cat file | cat > /dev/null} through a pair of
 * sockets. The file is in memory all the time, so that no disk counts.
 */
final class StreamRate {
  private static final int BUFFER = 1 << 20;

  /** Two {@code cat}, one with the one socket as output, one with the other as input. */
  private static final String CATS =
      """
      import socket, subprocess, sys, time
      listening = socket.create_server(('127.0.0.1', 0))
      there = socket.create_connection(listening.getsockname())
      here, _ = listening.accept()
      with open(sys.argv[1], 'rb') as source, open('/dev/null', 'wb') as nothing:
          begun = time.monotonic_ns()
          one = subprocess.Popen(['cat'], stdin=source, stdout=here)
          here.close()
          other = subprocess.Popen(['cat'], stdin=there, stdout=nothing)
          if one.wait() or other.wait():
              sys.exit(1)
          print(time.monotonic_ns() - begun)
      """;

  private final StreamNode node;
  private final Drain drain;
  private final BareServer bare;
  private final Path file;
  private final Path to;
  private long nodeCpu;
  private long readerCpu;

  private StreamRate(StreamNode node, Drain drain, BareServer bare, Path file, Path to) {
    this.node = node;
    this.drain = drain;
    this.bare = bare;
    this.file = file;
    this.to = to;
  }

  static void main(Options options) throws Exception {
    long bytes = (long) options.number("mib", 2048) << 20;
    Report report = new Report("One stream over loopback, of a file of " + (bytes >> 20) + " MiB");
    Path directory = Nodes.directory("stream");
    Path to = Files.createTempDirectory(Path.of(options.text("to", "/dev/shm")), "stream");
    try (StreamNode node = StreamNode.withFile(directory, bytes);
        Drain drain = Drain.start();
        BareServer bare = BareServer.of(StreamNode.file(directory))) {
      new StreamRate(node, drain, bare, StreamNode.file(directory), to)
          .measure(report, bytes, options.number("rounds", 7), options.number("program", 1) > 0);
    }
    Nodes.remove(to);
    Nodes.remove(directory);
    report.end();
  }

  private void measure(Report report, long bytes, int rounds, boolean whole) throws Exception {
    double[] cats = new double[rounds];
    double[] streams = new double[rounds];
    double[] programs = new double[rounds];
    double[] digests = new double[rounds];
    double[] bares = new double[rounds];
    double[] possible = new double[rounds];
    double[] ratios = new double[rounds];
    double[] node = new double[rounds];
    double[] reader = new double[rounds];
    // The first round brings the file into memory and has everything compiled.
    for (int i = -1; i < rounds; i++) {
      int slot = Math.max(i, 0);
      cats[slot] = rate(bytes, cats());
      streams[slot] = rate(bytes, stream());
      node[slot] = (double) nodeCpu / bytes;
      reader[slot] = (double) readerCpu / bytes;
      programs[slot] = whole ? rate(bytes, program()) : 0;
      digests[slot] = rate(bytes, digest());
      bares[slot] = rate(bytes, drain.fetch(bare.ticket()));
      ratios[slot] = streams[slot] / cats[slot];
      possible[slot] = bares[slot] / cats[slot];
    }
    report.figures("floor: cat file | cat > /dev/null, over TCP", Figures.of("MB/s", cats));
    report.figures("floor: SHA-256 of the file, one thread", Figures.of("MB/s", digests));
    report.figures("floor: sums at both ends and a socket, no more", Figures.of("MB/s", bares));
    report.figures("  that × cat, round by round", Figures.of("×", possible));
    report.figures("stream, all sums and the digest checked", Figures.of("MB/s", streams));
    report.figures("stream × cat, round by round (≥ 0.8)", Figures.of("×", ratios));
    report.figures("  processor time of the node for each byte", Figures.of("ns", node));
    report.figures("  processor time of its reader", Figures.of("ns", reader));
    if (whole) {
      report.figures("lull stream into memory, with its start", Figures.of("MB/s", programs));
    }
  }

  private static double rate(long bytes, long nanos) {
    return bytes * 1e3 / nanos;
  }

  private long cats() throws IOException {
    return Long.parseLong(Commands.run("python3", "-c", CATS, file.toString()).strip());
  }

  private long stream() throws IOException {
    try (StreamNode.Open open = node.open()) {
      long node = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
      long reader = drain.cpu();
      long took = drain.fetch(open.ticket());
      nodeCpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() - node;
      readerCpu = drain.cpu() - reader;
      return took;
    }
  }

  private long program() throws Exception {
    Path backups = to.resolve("backups");
    long begun = System.nanoTime();
    String said = Commands.run(node.program(backups).redirectErrorStream(true));
    long took = System.nanoTime() - begun;
    if (!Files.isDirectory(backups)) {
      throw new IOException("expected a backup, but there is none: " + said);
    }
    Nodes.remove(backups);
    return took;
  }

  private long digest() throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] buffer = new byte[BUFFER];
    long took = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        long begun = System.nanoTime();
        digest.update(buffer, 0, read);
        took += System.nanoTime() - begun;
      }
    }
    return took;
  }
}
