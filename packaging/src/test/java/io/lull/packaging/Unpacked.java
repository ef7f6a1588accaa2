package io.lull.packaging;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The archive as somebody has it who has unpacked it: in a directory with a blank in its name, on a
 * machine without any Java, and with no more programs than these.
 */
final class Unpacked {
  /** What the launchers call; a machine that has a shell has them. */
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "cat",
          "dirname",
          "env",
          "mktemp",
          "mv",
          "nice",
          "readlink",
          "rm",
          "setsid",
          "stat",
          "stty");

  private static final List<String> CACHES = List.of("cli.aot.of", "lull.aot.of");

  private final Path directory;
  private final Path tools;

  private Unpacked(Path directory, Path tools) {
    this.directory = directory;
    this.tools = tools;
  }

  /** Unpacks it and has its first start behind it, with all that it begins. */
  static Unpacked in(Path scratch) throws Exception {
    Path place = Files.createDirectories(scratch.resolve("a place"));
    Ran.of("tar", "-xzf", Built.archive().toString(), "-C", place.toString()).good();
    Path tools = Files.createDirectories(scratch.resolve("tools"));
    for (String tool : TOOLS) {
      Path there = Path.of("/usr/bin", tool);
      Files.createSymbolicLink(
          tools.resolve(tool), Files.exists(there) ? there : Path.of("/bin", tool));
    }
    Unpacked unpacked = new Unpacked(place.resolve("lull-" + Built.VERSION), tools);
    unpacked.startFirst();
    return unpacked;
  }

  /** The first start is as any other, and leaves behind somebody who makes the caches. */
  private void startFirst() throws Exception {
    try (WatchService watch = directory.getFileSystem().newWatchService()) {
      Path library = directory.resolve("lib");
      library.register(watch, ENTRY_CREATE);
      Ran first = run("version");
      if (!first.good().startsWith("lull " + Built.VERSION) || !first.err().isEmpty()) {
        throw new AssertionError("expected a version and nothing else, but: " + first);
      }
      while (!CACHES.stream().allMatch(cache -> Files.exists(library.resolve(cache)))) {
        WatchKey key = watch.poll(5, TimeUnit.MINUTES);
        if (key == null) {
          throw new AssertionError("expected the first start to have made " + CACHES);
        }
        key.pollEvents();
        key.reset();
      }
    }
  }

  Path directory() {
    return directory;
  }

  /** A command as it is to be typed. */
  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(directory.resolve("bin/lull").toString());
    command.addAll(List.of(arguments));
    return command;
  }

  Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", tools.toString());
    environment.put("XDG_STATE_HOME", directory.resolveSibling("state").toString());
    return environment;
  }

  Ran run(String... arguments) throws IOException, InterruptedException {
    return Ran.of(environment(), command(arguments));
  }

  /** Runs it with another option of the virtual machine. */
  Ran with(String option, String... arguments) throws IOException, InterruptedException {
    Map<String, String> environment = environment();
    environment.put("LULL_JAVA_OPTS", option);
    return Ran.of(environment, command(arguments));
  }
}
