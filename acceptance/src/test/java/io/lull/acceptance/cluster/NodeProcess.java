package io.lull.acceptance.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.lull.acceptance.cluster.child.ScriptedNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A process in which one node runs, or the nodes of several hosts; it can be killed and stopped.
 */
final class NodeProcess implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(90);

  /** What the process of a node ends with whose cluster goes on without it. */
  private static final int DOWNED = 255;

  /** One that never stays tells of something else than a machine that is busy. */
  private static final int NEW_STARTS = 2;

  private final String name;
  private final ProcessBuilder command;
  private final List<String> heard = new ArrayList<>();
  private volatile Process process;
  private volatile PrintStream in;
  private int newStarts;

  private NodeProcess(String name, ProcessBuilder command) throws IOException {
    this.name = name;
    this.command = command;
    this.process = command.start();
    this.in = heard(process);
  }

  private PrintStream heard(Process one) {
    Thread.ofPlatform().daemon().name("hears " + name).start(() -> listen(one));
    return new PrintStream(one.getOutputStream(), true, UTF_8);
  }

  /** Starts it where the place says, with a node for each of these files; returns at once. */
  static NodeProcess start(Network.Place place, Path log, List<Path> files) throws IOException {
    List<String> command = new ArrayList<>(place.prefix());
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            ScriptedNode.class.getName()));
    files.forEach(file -> command.add(file.toString()));
    return new NodeProcess(
        place.name(),
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())));
  }

  /**
   * Starts it once more if its cluster goes on without it, as a service manager does: a busy
   * machine can keep it silent for so long.
   */
  void startAgainIfItLeft() {
    if (process.isAlive() || process.exitValue() != DOWNED || newStarts == NEW_STARTS) {
      return;
    }
    newStarts++;
    System.err.println("the cluster goes on without " + name + ", which is started anew");
    try {
      process = command.start();
      in = heard(process);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  String name() {
    return name;
  }

  private void listen(Process one) {
    try (BufferedReader out = one.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        hear(line);
      }
    } catch (IOException gone) {
      // As its end.
    }
    synchronized (this) {
      notifyAll();
    }
  }

  private synchronized void hear(String line) {
    heard.add(line);
    notifyAll();
  }

  /** All that it has said so far. */
  synchronized List<String> heard() {
    return List.copyOf(heard);
  }

  synchronized Optional<String> heard(Predicate<String> line) {
    return heard.stream().filter(line).findFirst();
  }

  /** Waits until it has said such a line. */
  synchronized String await(Predicate<String> line) {
    long end = System.nanoTime() + LONG.toNanos();
    try {
      while (true) {
        Optional<String> said = heard(line);
        if (said.isPresent()) {
          return said.get();
        }
        long left = end - System.nanoTime();
        if (left <= 0 || !process.isAlive()) {
          throw new AssertionError("expected a line of " + name + ", but it said only " + heard);
        }
        NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  NodeProcess awaitStarted() {
    await("started"::equals);
    return this;
  }

  /** Tells it something, whether or not it hears. */
  void say(String order) {
    in.println(order);
  }

  /** Tells it something, and waits until it has obeyed. */
  void order(String order) {
    long before = heard().stream().filter(("obeyed " + order)::equals).count();
    say(order);
    long wanted = before + 1;
    await(_ -> heard().stream().filter(("obeyed " + order)::equals).count() >= wanted);
  }

  /** As {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** As an administrator ends it: it leaves its cluster in good order. */
  void terminate() {
    process.destroy();
  }

  /** Nothing of it runs until it is continued. */
  void stop() {
    signal("STOP");
  }

  void continueRunning() {
    signal("CONT");
  }

  private void signal(String signal) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw new AssertionError("expected to signal " + name + ", but could not");
      }
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void awaitExit() {
    try {
      if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("expected " + name + " to end, but it runs");
      }
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
