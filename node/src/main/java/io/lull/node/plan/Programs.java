package io.lull.node.plan;

import io.lull.coordinator.client.RefusedException;
import io.lull.kernel.command.CommandLine;
import io.lull.kernel.command.Outcome;
import io.lull.kernel.command.ProgramFile;
import io.lull.kernel.command.Running;
import io.lull.kernel.command.UntrustedException;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Runs programs of an administrator's on this node, each on a thread of its own. */
final class Programs {
  private static final Map<String, String> ALWAYS =
      Map.of(
          "PATH",
          "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          "LC_ALL",
          "C.UTF-8");

  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Runs a program; the stage fails unless it ends well and in time.
   *
   * @param command the program by its absolute path, and its arguments; no shell sees them
   * @param told what it finds in its environment, besides what every program does
   */
  CompletionStage<Void> run(List<String> command, Duration limit, Map<String, String> told) {
    return CompletableFuture.runAsync(() -> wait(command, limit, told), threads);
  }

  private static void wait(List<String> command, Duration limit, Map<String, String> told) {
    String program = command.getFirst();
    try {
      // Whoever could change it could do what the node may.
      var _ = ProgramFile.identify(program);
      Map<String, String> environment = new TreeMap<>(ALWAYS);
      environment.putAll(told);
      Running running = Running.start(new CommandLine(command), environment);
      if (!running.await(limit)) {
        running.end();
        throw failed(program + " to end within " + limit, "it was still running, and was ended");
      }
      Outcome outcome = running.await();
      if (!outcome.isSuccess()) {
        throw failed(program + " to succeed", outcome.complaint());
      }
    } catch (IOException | UntrustedException cannot) {
      throw failed("to run " + program, String.valueOf(cannot.getMessage()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw failed("to run " + program, "the node was told to stop");
    }
  }

  private static RefusedException failed(String expected, String but) {
    return new RefusedException(Fault.expected(Failure.COMMAND_FAILED, expected, but));
  }
}
