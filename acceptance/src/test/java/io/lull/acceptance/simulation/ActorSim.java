package io.lull.acceptance.simulation;

import io.lull.protocol.simulation.Trace;
import io.lull.protocol.simulation.Violation;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SplittableRandom;

/** The command line of the simulation of actors: replays one seed, or hunts through many. */
public final class ActorSim {
  private static final String USAGE =
      """
      Usage: ./sim --actors SEED                       replay one run and print its log
             ./sim --actors --runs N [--seed-from S]   try N runs and stop at the first violation
      """;
  private static final long EVERY = 30_000_000_000L;

  private ActorSim() {}

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    int exit = run(args, out);
    out.flush();
    System.exit(exit);
  }

  static int run(String[] args, PrintStream out) {
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
    out.print(USAGE);
    return 2;
  }

  static int replay(long seed, PrintStream out) {
    Run run = Run.of(seed, Plants.NONE, Optional.of(new Trace(out)));
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

  static int hunt(long runs, long from, PrintStream out) {
    long begun = coreTime();
    long told = System.nanoTime();
    long sessions = 0;
    out.println("seeds from " + from);
    out.flush();
    for (long seed = from; seed < from + runs; seed++) {
      Run run = Run.of(seed, Plants.NONE, Optional.empty());
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
        "%d runs and %d sessions without a violation, %.1f runs a core second%n",
        runs, sessions, runs / seconds);
    out.flush();
  }

  private static void tell(long seed, Run run, Violation violation, PrintStream out) {
    out.println("VIOLATION " + violation.invariant());
    out.println("  " + violation.getMessage());
    if (violation.getCause() != null) {
      violation.getCause().printStackTrace(out);
    }
    out.println("  seed " + seed + ", step " + run.steps());
    out.println("  replay with: ./sim --actors " + seed);
    out.flush();
  }
}
