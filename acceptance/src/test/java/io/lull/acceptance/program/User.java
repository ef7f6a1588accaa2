package io.lull.acceptance.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Somebody who types commands, has nothing of his own yet, and whose processes can be told. */
final class User implements AutoCloseable {
  private static final String MARK = "LULL_TEST_USER";

  private final Installation lull;
  private final Path home;
  private final String mark = UUID.randomUUID().toString();
  private final Map<String, String> environment = new HashMap<>();

  User(Installation lull, Path home) {
    this.lull = lull;
    this.home = home;
    environment.put("PATH", System.getenv("PATH"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("HOME", home.toString());
    environment.put("XDG_STATE_HOME", home.resolve("state").toString());
    environment.put(MARK, mark);
  }

  User with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Path home() {
    return home;
  }

  Ran lull(String... words) {
    return start(words).ran();
  }

  Started start(String... words) {
    List<String> command = new ArrayList<>();
    command.add(lull.program().toString());
    command.addAll(List.of(words));
    return run(command);
  }

  /** A line of a shell in which {@code lull} is to be found. */
  Started shell(String line) {
    return run(
        List.of("bash", "-c", "PATH=%s:$PATH; %s".formatted(lull.program().getParent(), line)));
  }

  private Started run(List<String> command) {
    // A group of its own, as at a terminal; and whoever runs this test may ignore what we send.
    List<String> whole = new ArrayList<>(List.of("env", "--default-signal=INT,HUP", "setsid"));
    whole.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(whole).directory(home.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return new Started(command, builder.start());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** All processes that have come of what he typed and still run. */
  List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses().filter(this::isHis).toList();
  }

  /** Those of them that are nodes. */
  List<ProcessHandle> nodes() {
    return nodes("");
  }

  /** Those that were told this when they were started. */
  List<ProcessHandle> nodes(String word) {
    return processes().stream()
        .filter(
            process -> {
              String line = read(process, "cmdline");
              return line.contains("io.lull.node.Main") && line.contains(word);
            })
        .toList();
  }

  private boolean isHis(ProcessHandle process) {
    return read(process, "environ").contains(MARK + "=" + mark);
  }

  private static String read(ProcessHandle process, String what) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), what), ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }

  /** Whatever of his still runs does not any more, and what he had installed is gone. */
  @Override
  public void close() throws IOException {
    processes().forEach(ProcessHandle::destroyForcibly);
    lull.close();
  }

  /** What lies below a directory, but for directories; nothing where there is none. */
  static List<Path> files(Path below) throws IOException {
    if (!Files.exists(below)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(path -> !Files.isDirectory(path)).toList();
    }
  }
}
