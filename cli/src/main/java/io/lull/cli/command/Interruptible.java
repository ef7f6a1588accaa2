package io.lull.cli.command;

import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Work that is undone when the process is told to end, before it ends. */
public final class Interruptible {
  private static final Duration CLEANING = Duration.ofSeconds(90);

  private final Surroundings surroundings;
  private final Runnable stop;
  private final Runnable clear;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile ExitCode exit = ExitCode.FAILED;

  /**
   * Work that can be stopped.
   *
   * @param stop has the work undone, by the thread that does it
   * @param clear makes room for a line on the screen
   */
  public Interruptible(Surroundings surroundings, Runnable stop, Runnable clear) {
    this.surroundings = surroundings;
    this.stop = stop;
    this.clear = clear;
  }

  public ExitCode run(Supplier<ExitCode> work) {
    Thread hook = new Thread(this::interrupted, "interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      exit = work.get();
      return exit;
    } catch (Trouble trouble) {
      exit = trouble.exit();
      throw trouble;
    } finally {
      ended.countDown();
      unhook(hook);
    }
  }

  /** The process was told to end: it does when nothing is frozen or left any more. */
  private void interrupted() {
    stop.run();
    try {
      if (!ended.await(CLEANING.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException impatient) {
      return;
    }
    clear.run();
    surroundings.err().println("lull: interrupted; " + exit.meaning());
    surroundings.err().flush();
    // The exit code tells how it ended; what the signal would make of it tells nothing.
    Runtime.getRuntime().halt(exit.number());
  }

  private static void unhook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The process ends already, and the hook does it.
    }
  }
}
