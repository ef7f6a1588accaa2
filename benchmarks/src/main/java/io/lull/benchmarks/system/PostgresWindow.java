package io.lull.benchmarks.system;

import com.typesafe.config.ConfigFactory;
import io.lull.coordinator.client.Backup;
import io.lull.coordinator.client.Created;
import io.lull.node.LullNode;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.Policy;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.postgres.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The freeze window of a PostgreSQL on btrfs under the load of pgbench: of a whole node, of the
 * bare calls in one thread, and of a shell script, in turn on one server.
 */
final class PostgresWindow {
  private static final long SIZE = 6L << 30;
  private static final int PAUSE_MILLIS = 200;

  /** As it comes, but for the log, which has to find room. */
  private static final String[] SERVER = {
    "-c", "fsync=on", "-c", "shared_buffers=128MB", "-c", "max_wal_size=512MB"
  };

  private final Options options;
  private final LullNode node;
  private final PostgresFloor floor;
  private final PostgresScript script;

  private PostgresWindow(
      Options options, LullNode node, PostgresFloor floor, PostgresScript script) {
    this.options = options;
    this.node = node;
    this.floor = floor;
    this.script = script;
  }

  static void main(Options options) throws Exception {
    Report report = new Report("Freeze window of PostgreSQL on btrfs under the load of pgbench");
    // The server runs as a user of its own, who may not enter just any directory.
    Path directory = readable(Files.createTempDirectory(Path.of(options.text("in", "/tmp")), "pg"));
    Path state = Nodes.directory("window-postgres");
    try (ScratchFileSystem scratch = ScratchFileSystem.make(directory, "btrfs", SIZE)) {
      Path volume = readable(scratch.mount()).resolve("pg");
      Commands.run("btrfs", "subvolume", "create", volume.toString());
      ServerProcess.give(volume, "postgres");
      try (TestPostgres server = TestPostgres.create(volume, SERVER)) {
        measure(options, report, server, volume, state);
      }
    }
    Files.delete(directory);
    Nodes.remove(state);
    report.end();
  }

  private static Path readable(Path directory) throws IOException {
    return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void measure(
      Options options, Report report, TestPostgres server, Path volume, Path state)
      throws Exception {
    String settings =
        server.settings("kind", "postgres", "volumes", volume.toString()).entrySet().stream()
            .map(entry -> entry.getKey() + " = \"" + entry.getValue() + "\"")
            .collect(Collectors.joining(", "));
    var host =
        ConfigFactory.parseString(
            "lull { node.roles = [coordinator, host], writers.db { %s }, providers.main.kind = btrfs }"
                .formatted(settings));
    try (LullNode node = Nodes.started(host.withFallback(Nodes.coordinator(state)));
        PostgresFloor floor = PostgresFloor.on(server, volume)) {
      PostgresScript script = new PostgresScript(server, volume, state);
      Pgbench.fill(server, options.number("scale", 20));
      int clients = options.number("clients", 4);
      try (Pgbench _ = Pgbench.start(server, clients, options.number("rate", 0), state)) {
        new PostgresWindow(options, node, floor, script).measure(report);
      }
    }
  }

  private void measure(Report report) throws Exception {
    int rounds = options.number("rounds", 100);
    int warmUp = options.number("warm-up", 30);
    long[] window = new long[rounds];
    long[] bare = new long[rounds];
    long[] whole = new long[rounds];
    long[] held = new long[rounds];
    Random order = new Random(1);
    for (int i = -warmUp; i < rounds; i++) {
      int slot = Math.max(i, 0);
      // Whoever goes first would otherwise pay for what the others left behind.
      int turn = order.nextInt(3);
      for (int k = 0; k < 3; k++) {
        Thread.sleep(PAUSE_MILLIS);
        switch ((turn + k) % 3) {
          case 0 -> window[slot] = window();
          case 1 -> bare[slot] = floor.window();
          default -> {
            PostgresScript.Took took = script.run();
            whole[slot] = took.whole();
            held[slot] = took.held();
          }
        }
      }
    }
    say(report, Figures.millis(window), Figures.millis(bare), Figures.millis(whole));
    report.figures("of that from the end of pg_backup_start on", Figures.millis(held));
    report.ratio(
        "window, median", Figures.millis(held).median(), Figures.millis(window).median(), "none");
  }

  private static void say(Report report, Figures window, Figures bare, Figures whole) {
    report.figures("freeze window of the node, as journaled", window);
    report.figures("floor: the bare calls in one thread", bare);
    report.say(
        "%-58s %s ms; promised ≤ 5",
        "window over the floor, medians", Figures.shown(window.median() - bare.median()));
    report.ratio("window, p99", window.at(0.99), bare.at(0.99), "≤ 2");
    report.figures("shell script, all of its backup mode", whole);
    report.say(
        "%-58s %s; promised ≥ 5",
        "script / window, medians", Figures.shown(whole.median() / window.median()));
  }

  /** A whole backup; its copy is removed in the end. */
  private long window() {
    Policy policy = new Policy(Limits.defaults(), Grade.APPLICATION, true);
    Created created =
        Backup.ofEverything(policy, _ -> CompletableFuture.completedStage(Set.<ComponentId>of()))
            .run(node.client())
            .toCompletableFuture()
            .join();
    return Journaled.of(node, created.session()).frozen().toNanos();
  }
}
