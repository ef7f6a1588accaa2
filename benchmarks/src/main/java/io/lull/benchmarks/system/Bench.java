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
      case "stream" -> StreamRate.main(options);
      case "stream-postgres" -> PostgresStream.main(options);
      case "stream-heap" -> StreamHeap.main(options);
      case "stream-window" -> StreamWindow.main(options);
      case "drain" -> Drain.main();
      default -> {
        System.err.println(
            "Usage: ./bench"
                + " start|recovery|sessions|memory|window|window-postgres|fan-out|fail-over|steady"
                + "|btrfs|trees|commands|stream|stream-postgres|stream-heap|stream-window"
                + " [name=value...]");
        System.exit(2);
      }
    }
    System.exit(0);
  }
}
