package io.lull.writer.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Freezing;
import io.lull.kernel.Mount;
import io.lull.kernel.SystemCallException;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds out which file systems take no writes. The kernel tells nobody: one has to try, and whoever
 * tries on a frozen one can neither go on nor be killed until it is thawed. So a process of its own
 * tries, and is left behind.
 */
public final class FrozenProbe {
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final String READY = "ready";

  private FrozenProbe() {}

  /** Mount points of the file systems on devices that take no writes now, one for each. */
  static List<String> frozen() throws IOException, InterruptedException {
    Map<String, Mount> byDevice = new LinkedHashMap<>();
    for (Mount mount : Mount.all()) {
      if (mount.deviceMajor() != 0 || mount.type().equals("btrfs")) {
        byDevice.putIfAbsent(mount.deviceMajor() + ":" + mount.deviceMinor(), mount);
      }
    }
    List<String> points = byDevice.values().stream().map(Mount::point).toList();
    List<String> silent = new ArrayList<>(points);
    Process process = GuardProcess.builder(FrozenProbe.class, points).start();
    Thread reader = Thread.ofPlatform().daemon().start(() -> read(process, points, silent));
    reader.join(START);
    process.destroyForcibly();
    synchronized (silent) {
      return List.copyOf(silent);
    }
  }

  private static void read(Process process, List<String> points, List<String> silent) {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null && !line.equals(READY); ) {
        synchronized (silent) {
          silent.remove(points.get(Integer.parseInt(line)));
        }
        line = lines.readLine();
      }
    } catch (IOException gone) {
      // What it has not said, it does not know.
    }
  }

  /** The process that tries. */
  public static void main(String[] points) throws InterruptedException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    List<Thread> tries =
        Stream.iterate(0, i -> i < points.length, i -> i + 1)
            .map(i -> Thread.ofPlatform().daemon().start(() -> attempt(out, points[i], i)))
            .toList();
    long until = System.nanoTime() + ANSWER.toNanos();
    for (Thread one : tries) {
      var _ = one.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
    }
    out.println(READY);
  }

  private static void attempt(PrintStream out, String point, int number) {
    try (Descriptor root = Descriptor.ofDirectory(Path.of(point))) {
      Freezing.awaitWrites(root);
    } catch (SystemCallException outOfSight) {
      // It is not for this process to look at, and nothing is known of it.
    }
    out.println(number);
  }
}
