package io.lull.cli;

import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Does once what most commands do, so that the virtual machine learns which classes a start needs.
 *
 * <p>Commands are read, refused and carried out, and a node is asked that does not answer. The
 * cache that the virtual machine then writes makes the next start of every command shorter.
 */
public final class Training {
  private Training() {}

  public static void main(String[] args) throws IOException {
    String nowhere = "http://127.0.0.1:" + unused();
    for (List<String> typed :
        List.of(
            List.of("--help"),
            List.of("backup", "--help"),
            List.of("version", "-o", "json"),
            List.of("completion", "bash"),
            List.of("no-such-command"),
            List.of("sessions", "--node", nowhere))) {
      new Program(silence()).run(typed.toArray(String[]::new));
    }
    System.exit(0);
  }

  private static int unused() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static Surroundings silence() {
    PrintStream nobody =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    // As a process has them, so that these classes are known too.
    Surroundings real = Surroundings.ofProcess();
    return new Surroundings(
        Map.of(),
        Path.of("").toAbsolutePath(),
        nobody,
        nobody,
        new Terminal(false, false, true, real.terminal().width()));
  }
}
