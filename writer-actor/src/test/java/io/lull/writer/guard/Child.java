package io.lull.writer.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.kernel.test.LoopDevice;
import io.lull.protocol.certificate.HoldToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@link ChildNode} and its guard, and what can be done to them. */
final class Child implements AutoCloseable {
  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final GuardLife guard;

  private Child(Process process) throws IOException {
    this.process = process;
    Thread.ofPlatform().daemon().start(this::read);
    String[] words = awaitLine("guard ").split(" ");
    this.guard = new GuardLife(Long.parseLong(words[0]), Long.parseLong(words[1]));
  }

  /**
   * @param before a command that the node is run by, such as strace; empty for none
   */
  static Child start(
      Scene scene,
      HoldToken token,
      Path mount,
      Duration lease,
      Duration silence,
      List<String> before,
      Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx64m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ChildNode.class.getName());
    command.add(scene.runDirectory().toString());
    command.add(mount.toString());
    command.add(Long.toString(lease.toMillis()));
    command.add(Long.toString(silence.toMillis()));
    command.add(token.hex());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return new Child(builder.start());
  }

  static Child start(Scene scene, HoldToken token, Path mount, Duration lease) throws IOException {
    return start(scene, token, mount, lease, Duration.ofSeconds(2), List.of(), Map.of());
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException gone) {
      lines.add("gone");
    }
  }

  void say(String word) throws IOException {
    process.getOutputStream().write((word + "\n").getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits for a line that begins like this, and returns the rest of it. */
  String awaitLine(String start) {
    try {
      while (true) {
        String line = lines.poll(1, TimeUnit.MINUTES);
        if (line == null) {
          throw new AssertionError("expected " + start + " within a minute");
        }
        if (line.startsWith(start)) {
          return line.substring(start.length());
        }
      }
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  GuardLife guard() {
    return guard;
  }

  long pid() {
    return process.pid();
  }

  /** Whether a thread of the guard is in a system call that cannot be interrupted. */
  boolean guardBlocks() {
    try {
      return LoopDevice.run("ps", "-L", "-o", "state=", "-p", "" + guard.pid()).contains("D");
    } catch (IOException gone) {
      return false;
    }
  }

  /** Whether the guard has a file open. */
  boolean guardHas(Path file) {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + guard.pid() + "/fd"))) {
      for (Path link : open.toList()) {
        if (Files.readSymbolicLink(link).equals(file)) {
          return true;
        }
      }
      return false;
    } catch (IOException gone) {
      return false;
    }
  }

  static void signal(long pid, String signal) throws IOException {
    LoopDevice.run("kill", "-" + signal, "" + pid);
  }

  /** Both go, whatever state they are in. */
  @Override
  public void close() {
    guard.kill();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    Scene.await("node and guard to go", () -> guard.gone() && !process.isAlive());
  }
}
