package io.lull.acceptance.real;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.acceptance.program.Ran;
import io.lull.cli.Program;
import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Terminal;
import io.lull.kernel.test.Ports;
import io.lull.kernel.test.Real;
import io.lull.node.LullNode;
import io.lull.protocol.failure.ExitCode;
import io.lull.writer.database.ServerProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A node with its API, and somebody who types commands beside it. */
final class RestoreStage implements AutoCloseable {
  private static final Pattern SET = Pattern.compile("\"set\":\"(set-[^\"]+)\"");

  final Path directory;
  final Path memory;
  private final int port;
  private LullNode node;

  private RestoreStage(Path directory, Path memory, int port) {
    this.port = port;
    this.directory = directory;
    this.memory = memory;
  }

  /** Without a node, which {@link #start} starts when its data is there. */
  static RestoreStage make() throws Exception {
    Real.needRoot();
    return new RestoreStage(
        RealNode.passable(Files.createTempDirectory("lull-restore").toRealPath()),
        Files.createTempDirectory(Path.of("/dev/shm"), "lull"),
        Ports.free());
  }

  void start(String host) throws Exception {
    node =
        RealNode.start(
            memory,
            """
            api { listen = "127.0.0.1:%d", own-token-file = "%s/token" }
            %s
            """
                .formatted(port, memory, host));
  }

  /** The same again, with what the node has kept. */
  void restart(String host) throws Exception {
    node.close();
    start(host);
  }

  private String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Somebody who calls the verbs of a stream himself. */
  StreamCalls streamCalls() throws IOException {
    return new StreamCalls(url(), Files.readString(memory.resolve("token")).strip());
  }

  /** How a command is told of the node. */
  List<String> node() {
    return List.of("--node", url(), "--token-file", memory + "/token");
  }

  Ran lull(String... typed) {
    return lull(Map.of(), typed);
  }

  /** The same by somebody who has set this in his environment. */
  Ran lull(Map<String, String> set, String... typed) {
    Map<String, String> environment = new HashMap<>(set);
    environment.put("XDG_STATE_HOME", memory.toString());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(node());
    all.addAll(List.of(typed));
    int exit =
        new Program(
                new Surroundings(
                    environment,
                    directory,
                    new PrintStream(out, false, UTF_8),
                    new PrintStream(err, false, UTF_8),
                    new Terminal(false, false, true, 80)))
            .run(all.toArray(String[]::new));
    return new Ran(all, exit, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** The set of a backup of a writer. */
  String backup(String writer) {
    return made("--writer", writer, "--lowest", "crash");
  }

  /** The set of a backup of this, which has to come to something. */
  String made(String... of) {
    List<String> typed = new ArrayList<>(List.of("backup", "-o", "json"));
    typed.addAll(List.of(of));
    Ran backup = lull(typed.toArray(String[]::new));
    Matcher set = SET.matcher(backup.out());
    // A file system that was frozen is as good a set as its writer can make, and below APPLICATION.
    boolean made = backup.exit() == 0 || backup.exit() == ExitCode.BELOW_GRADE.number();
    if (!made || !set.find()) {
      throw new AssertionError("expected a set, but got " + backup);
    }
    return set.group(1);
  }

  /** Somebody removes everything in a directory, but nothing of Lull's. */
  static void destroy(Path volume) throws Exception {
    List<Path> entries;
    try (Stream<Path> all = Files.list(volume)) {
      entries = all.filter(entry -> !entry.endsWith(".lull")).toList();
    }
    for (Path entry : entries) {
      ServerProcess.run(List.of("rm", "-rf", entry.toString()));
    }
  }

  @Override
  public void close() throws IOException {
    if (node != null) {
      node.close();
    }
    ServerProcess.remove(memory);
    ServerProcess.remove(directory);
  }
}
