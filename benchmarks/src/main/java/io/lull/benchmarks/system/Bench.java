package io.lull.benchmarks.system;

import java.util.List;

/** Runs one measurement by its name; {@code ./bench} starts it. */
public final class Bench {
  private Bench() {}

  public static void main(String[] args) throws Exception {
    String name = args.length == 0 ? "" : args[0];
    Options options = new Options(List.of(args).subList(Math.min(1, args.length), args.length));
    switch (name) {
      case "start" -> Start.main(options);
      case "commands" -> CommandStart.main(options);
      case "recovery" -> Recovery.main(options);
      case "sessions" -> Sessions.main(options);
      case "window" -> WindowOverhead.main(options);
      case "window-postgres" -> PostgresWindow.main(options);
      case "fan-out" -> FanOut.main(options);
      case "fail-over" -> FailOver.main(options);
      case "steady" -> Steady.main(options);
      case "host" -> HostProcess.main(options);
      case "trees" -> Trees.main(options);
      case "memory" -> Memory.main(options);
      case "btrfs" -> BtrfsSnapshots.main(options);
      default -> {
        System.err.println(
            "Usage: ./bench"
                + " start|recovery|sessions|memory|window|window-postgres|fan-out|fail-over|steady"
                + "|btrfs|trees|commands"
                + " [name=value...]");
        System.exit(2);
      }
    }
    System.exit(0);
  }
}
