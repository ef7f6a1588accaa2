package io.lull.cli.verify;

import io.lull.cli.node.Pause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server that runs on a copy for as long as it is asked. */
final class Server implements AutoCloseable {
  private static final Duration AGAIN = Duration.ofMillis(50);
  private static final long QUIETLY_SECONDS = 20;
  private static final long AT_ONCE_SECONDS = 5;

  private final Process process;
  private final Path log;
  private final Signals signals;
  private final Toolbox tools;

  Server(Process process, Path log, Signals signals, Toolbox tools) {
    this.process = process;
    this.log = log;
    this.signals = signals;
    this.tools = tools;
  }

  /**
   * How a server is told to end.
   *
   * @param quietly so that it tidies up
   * @param atOnce so that it leaves only its data untidy
   * @param ours the same, by the kernel, when we are gone
   */
  record Signals(String quietly, String atOnce, String ours) {}

  /** Whether somebody is let in by now. */
  @FunctionalInterface
  interface Ready {
    boolean isReady() throws IOException;
  }

  /** Waits until somebody is let in, or the server has ended by itself. */
  void await(Ready ready) throws IOException, DamageException {
    while (!ready.isReady()) {
      if (!process.isAlive()) {
        throw ended();
      }
      tools.limit().check();
      Pause.of(AGAIN);
    }
  }

  /** It was killed, or could not bear what it was asked. */
  void demandAlive() throws IOException, DamageException {
    if (!process.isAlive()) {
      throw ended();
    }
  }

  private DamageException ended() throws IOException {
    Toolbox.Said said = new Toolbox.Said(process.exitValue(), "", Toolbox.read(log));
    return new DamageException("the server has ended: " + said.complaint());
  }

  @Override
  public void close() {
    try {
      if (!process.isAlive() || endsBy(signals.quietly(), QUIETLY_SECONDS)) {
        return;
      }
      var _ = endsBy(signals.atOnce(), AT_ONCE_SECONDS);
    } finally {
      kill(process);
    }
  }

  /** By another process, because this machine knows of two signals only. */
  private boolean endsBy(String signal, long seconds) {
    String pid = Long.toString(process.pid());
    try {
      List<String> command = List.of(tools.find("kill").orElse("kill"), "-s", signal, pid);
      new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException none) {
      process.destroy();
    }
    return waited(process, seconds);
  }

  /** Ends a process and all that it has started, and waits until there is none. */
  static void kill(Process process) {
    if (!process.isAlive()) {
      return;
    }
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    var _ = waited(process, AT_ONCE_SECONDS);
  }

  private static boolean waited(Process process, long seconds) {
    boolean interrupted = Thread.interrupted();
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException again) {
      interrupted = true;
      return !process.isAlive();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
