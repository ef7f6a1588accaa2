package io.lull.protocol.simulation;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SplittableRandom;

/** A simulator's command line: replays one seed, or hunts through many. */
public final class Sim {
  private static final long EVERY = 5_000_000_000L;

  static final Sim SETS = new Sim("./sim", (seed, trace) -> new Run(seed, Machines.real(), trace));

  private final String command;
  private final Plays plays;

  /** One run that can be played to its end, or to its first violation. */
  public interface Play {
    /** Plays it to its end, or to the first violation. */
    void run();

    long steps();

    int sessions();
  }

  /** Draws the run of a seed. */
  @FunctionalInterface
  public interface Plays {
    Play of(long seed, Optional<Trace> trace);
  }

  /**
   * The command line of one simulator.
   *
   * @param command as somebody types it
   */
  public Sim(String command, Plays plays) {
    this.command = command;
    this.plays = plays;
  }

  public static void main(String[] args) {
    SETS.main(args, System.out);
  }

  public void main(String[] args, PrintStream console) {
    PrintStream out = new PrintStream(console, false, StandardCharsets.UTF_8);
    int exit = run(args, out);
    out.flush();
    System.exit(exit);
  }

  public int run(String[] args, PrintStream out) {
    try {
      if (args.length == 1 && !args[0].startsWith("--")) {
        return replay(Long.parseLong(args[0]), out);
      }
      if (args.length == 2 && args[0].equals("--runs")) {
        return hunt(Long.parseLong(args[1]), new SplittableRandom().nextInt(1 << 30), out);
      }
      if (args.length == 4 && args[0].equals("--runs") && args[2].equals("--seed-from")) {
        return hunt(Long.parseLong(args[1]), Long.parseLong(args[3]), out);
      }
    } catch (NumberFormatException notANumber) {
      out.println("expected a number, but " + notANumber.getMessage());
    }
    out.print(usage());
    return 2;
  }

  private String usage() {
    return """
    Usage: COMMAND SEED                       replay one run and print its log
           COMMAND --runs N [--seed-from S]   try N runs and stop at the first violation
    """
        .replace("COMMAND", command);
  }

  public int replay(long seed, PrintStream out) {
    Play run = plays.of(seed, Optional.of(new Trace(out)));
    try {
      run.run();
    } catch (Violation violation) {
      out.println();
      tell(seed, run, violation, out);
      return 1;
    }
    out.println();
    out.println(
        "seed "
            + seed
            + ": every invariant held for "
            + run.sessions()
            + " sessions, "
            + run.steps()
            + " steps");
    return 0;
  }

  private int hunt(long runs, long from, PrintStream out) {
    long begun = coreTime();
    long told = System.nanoTime();
    long sessions = 0;
    out.println("seeds from " + from);
    for (long seed = from; seed < from + runs; seed++) {
      Play run = plays.of(seed, Optional.empty());
      try {
        run.run();
      } catch (Violation violation) {
        tell(seed, run, violation, out);
        return 1;
      }
      sessions += run.sessions();
      long now = System.nanoTime();
      if (now - told > EVERY) {
        told = now;
        progress(seed + 1 - from, sessions, coreTime() - begun, out);
      }
    }
    progress(runs, sessions, coreTime() - begun, out);
    return 0;
  }

  /** The time that one core has given to this thread; other work on the machine does not count. */
  private static long coreTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void progress(long runs, long sessions, long nanos, PrintStream out) {
    double seconds = Math.max(1e-3, nanos / 1e9);
    out.printf(
        "%d runs and %d sessions without a violation, %.0f runs and %.0f sessions a core second%n",
        runs, sessions, runs / seconds, sessions / seconds);
    out.flush();
  }

  private void tell(long seed, Play run, Violation violation, PrintStream out) {
    out.println("VIOLATION " + violation.invariant());
    out.println("  " + violation.getMessage());
    if (violation.getCause() != null) {
      violation.getCause().printStackTrace(out);
    }
    out.println("  seed " + seed + ", step " + run.steps());
    out.println("  replay with: " + command + " " + seed);
    out.flush();
  }
}
