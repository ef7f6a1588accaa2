package io.lull.acceptance.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A command that runs, as if at a terminal of its own. */
public final class Started implements AutoCloseable {
  private static final long LONG_SECONDS = 240;

  private final List<String> typed;
  private final Process process;
  private final PrintStream in;
  private final List<String> out = new ArrayList<>();
  private final List<String> err = new ArrayList<>();
  private final List<Thread> ears;

  public Started(List<String> typed, Process process) {
    this.typed = typed;
    this.process = process;
    this.in = new PrintStream(process.getOutputStream(), true, UTF_8);
    this.ears =
        List.of(
            Thread.ofVirtual().start(() -> listen(process.inputReader(UTF_8), out)),
            Thread.ofVirtual().start(() -> listen(process.errorReader(UTF_8), err)));
  }

  private void listen(BufferedReader from, List<String> to) {
    try (from) {
      for (String line = from.readLine(); line != null; line = from.readLine()) {
        synchronized (this) {
          to.add(line);
          notifyAll();
        }
      }
    } catch (IOException gone) {
      // As its end.
    }
    synchronized (this) {
      notifyAll();
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits until it has said such a line, wherever. */
  public synchronized String await(String part) {
    Predicate<String> line = said -> said.contains(part);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONG_SECONDS);
    try {
      while (true) {
        Optional<String> said = out.stream().filter(line).findFirst();
        said = said.or(() -> err.stream().filter(line).findFirst());
        if (said.isPresent()) {
          return said.get();
        }
        long left = end - System.nanoTime();
        boolean deaf = ears.stream().noneMatch(Thread::isAlive);
        if (left <= 0 || deaf) {
          throw new AssertionError("expected '" + part + "' of " + typed + ", but " + out + err);
        }
        NANOSECONDS.timedWait(this, Math.min(left, TimeUnit.SECONDS.toNanos(1)));
      }
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  void say(String line) {
    in.println(line);
  }

  /** As Ctrl-C: everybody at its terminal hears it. */
  public Started interrupt() {
    signal("INT", "-" + process.pid());
    return this;
  }

  /** As {@code kill -9}: it alone, and it hears nothing. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Nothing of it runs until it goes on. */
  void stop() {
    signal("STOP", "-" + process.pid());
  }

  void goOn() {
    signal("CONT", "-" + process.pid());
  }

  private static void signal(String name, String whom) {
    try {
      Process kill = new ProcessBuilder("kill", "-s", name, "--", whom).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new AssertionError("expected to signal " + whom + ", but could not");
      }
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  /** Waits for its end. */
  public Ran ran() {
    try {
      if (!process.waitFor(LONG_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("expected " + typed + " to end, but it runs: " + out + err);
      }
      for (Thread ear : ears) {
        ear.join();
      }
      synchronized (this) {
        return new Ran(typed, process.exitValue(), text(out), text(err));
      }
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  private static String text(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
