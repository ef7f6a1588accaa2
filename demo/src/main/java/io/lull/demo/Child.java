package io.lull.demo;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own, which ends when this one does, however that ends. */
final class Child implements AutoCloseable {
  private static final int LEAVE_SECONDS = 5;
  private static final int SAID_MAX = 2000;

  private final String name;
  private final Path log;
  private final Process process;

  private Child(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /** Starts one with these settings, on the same program and the same options as this process. */
  static Child start(String name, Path settings, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "io.lull.node.Main",
            "--with-parent",
            settings.toString()));
    return new Child(
        name,
        log,
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start());
  }

  /** Refuses to go on without it, and says why it has ended. */
  void demandAlive() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "expected the node " + name + " to run, but it has ended; it said:\n" + said());
    }
  }

  private String said() throws IOException {
    String said = Files.readString(log);
    return said.substring(Math.max(0, said.length() - SAID_MAX));
  }

  /** As {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Lets it leave in good order; one that does not is killed. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(LEAVE_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      kill();
    }
  }
}
