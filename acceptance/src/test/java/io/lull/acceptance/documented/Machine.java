package io.lull.acceptance.documented;

import io.lull.acceptance.program.Installation;
import io.lull.acceptance.program.Ran;
import io.lull.acceptance.program.Started;
import io.lull.kernel.test.LoopDevice;
import io.lull.kernel.test.Real;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.postgres.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A machine on which Lull is installed and nobody else is: this one, but with processes, a network
 * and a memory of its own for all that is changed. So every path and port can be as the documents
 * have it, and nothing is left of it.
 */
final class Machine implements AutoCloseable {
  /** Where somebody has unpacked the sources; commands are typed here. */
  static final Path SOURCES = Path.of("/opt/lull");

  private static final long VOLUME = 3L << 30;

  private final Path directory;
  private final Installation lull;
  private final LoopDevice volume;
  private final Process holder;
  private final long first;

  private Machine(
      Path directory, Installation lull, LoopDevice volume, Process holder, long first) {
    this.directory = directory;
    this.lull = lull;
    this.volume = volume;
    this.holder = holder;
    this.first = first;
  }

  static Machine start() throws Exception {
    Real.needRoot();
    for (String command : List.of("unshare", "nsenter", "ip", "btrfs", "curl", "openssl")) {
      Real.needCommand(command);
    }
    TestPostgres.need();
    Path directory = Files.createTempDirectory("lull-machine").toRealPath();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Installation lull = Installation.in(directory.resolve("installed"));
    // Here a snapshot of many files costs nothing, as on a machine that is made for it.
    LoopDevice volume = LoopDevice.make(directory, "btrfs", VOLUME);
    Path home = Files.createDirectory(directory.resolve("home"));
    Path script = directory.resolve("machine");
    put("machine", script);
    List<String> command =
        List.of(
            "unshare",
            "--mount",
            "--net",
            "--pid",
            "--fork",
            "--kill-child",
            "bash",
            script.toString(),
            home.toString(),
            volume.mount().toString(),
            lull.home().toString());
    Process holder = new ProcessBuilder(command).start();
    Started started = new Started(command, holder);
    started.await("the machine is there");
    long first = holder.children().findFirst().orElseThrow().pid();
    return new Machine(directory, lull, volume, holder, first);
  }

  /** What lies beside this class, somewhere else. */
  private static void put(String resource, Path to) throws IOException {
    try (InputStream in = Machine.class.getResourceAsStream(resource)) {
      Files.write(to, Objects.requireNonNull(in, resource).readAllBytes());
    }
  }

  /** Somebody types this. */
  Ran types(String line) throws IOException {
    List<String> command =
        List.of(
            "nsenter",
            "--target=" + first,
            "--mount",
            "--net",
            "--pid",
            "--root",
            "--wd",
            "bash",
            "-c",
            "mkdir -p " + SOURCES + " && cd " + SOURCES + "\n" + line);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH",
                "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:"
                    + Path.of(TestPostgres.binary("postgres")).getParent(),
                // Nobody here lives for so long that a compiler that learns would pay.
                "LULL_JAVA_OPTS",
                "-XX:TieredStopAtLevel=1",
                "JAVA_HOME",
                System.getProperty("java.home"),
                "HOME",
                "/opt/admin",
                "LC_ALL",
                "C.UTF-8"));
    Process process = builder.start();
    process.getOutputStream().close();
    return new Started(List.of(line), process).ran();
  }

  /** Gives somebody a file, who can run it if it is a script. */
  void file(String path, String text) throws IOException {
    StringBuilder line = new StringBuilder("mkdir -p \"$(dirname '" + path + "')\"\n");
    line.append("cat > '").append(path).append("' <<'END OF FILE'\n").append(text.stripTrailing());
    line.append("\nEND OF FILE\n");
    line.append("chmod ").append(text.startsWith("#!") ? "755" : "600").append(" '" + path + "'");
    Ran ran = types(line.toString());
    if (ran.exit() != 0) {
      throw new AssertionError("expected to write " + path + ", but: " + ran);
    }
  }

  /** Gives somebody a program that lies beside this class. */
  void program(String resource, String path) throws IOException {
    Path copy = directory.resolve("given");
    put(resource, copy);
    file(path, Files.readString(copy));
  }

  @Override
  public void close() throws IOException {
    holder.destroyForcibly().onExit().join();
    ProcessHandle.of(first)
        .ifPresent(
            process -> {
              process.destroyForcibly();
              process.onExit().join();
            });
    try {
      volume.close();
    } finally {
      lull.close();
      ServerProcess.remove(directory);
    }
  }
}
