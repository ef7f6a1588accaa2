package io.lull.benchmarks.system;

import io.lull.node.LullNode;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.WriterId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How many whole backups of nothing one coordinator gets through in a second. */
final class Sessions {
  private static final int HOSTS = 64;

  private Sessions() {}

  static void main(Options options) throws Exception {
    int rounds = options.number("rounds", 5);
    Duration round = Duration.ofSeconds(options.number("seconds", 10));
    Report report = new Report("Sessions a second, embedded journal, hosts in the same process");
    Path directory = Nodes.directory("sessions");
    Figures commit = Disk.commits(directory);
    report.figures("floor: one commit of this disk", commit);
    try (LullNode node = Nodes.started(Nodes.coordinator(directory))) {
      List<HostId> hosts = new SimulatedHosts(node.system(), new Moments()).start(HOSTS);
      Nodes.await("all hosts", () -> node.hosts().get().size() == HOSTS);
      measure(report, node, directory, hosts, HOSTS, rounds, round, commit.median());
      measure(report, node, directory, hosts, 1, rounds, round, commit.median());
    }
    report.figures("floor again: one commit of this disk", Disk.commits(directory));
    report.end();
    if (options.number("keep", 0) == 0) {
      Nodes.remove(directory);
    }
  }

  private static void measure(
      Report report,
      LullNode node,
      Path directory,
      List<HostId> hosts,
      int concurrent,
      int rounds,
      Duration round,
      double commitMillis)
      throws Exception {
    run(node, hosts, concurrent, round);
    double[] rates = new double[rounds];
    long eventsBefore = events(directory);
    long sessions = 0;
    long cpuBefore = cpuNanos();
    for (int i = 0; i < rounds; i++) {
      long begun = System.nanoTime();
      long done = run(node, hosts, concurrent, round);
      sessions += done;
      rates[i] = done / ((System.nanoTime() - begun) / 1e9);
    }
    Figures rate = Figures.of("sessions/s", rates);
    double cpuMillis = (cpuNanos() - cpuBefore) / 1e6 / sessions;
    double persisted = (double) (events(directory) - eventsBefore) / sessions;
    report.figures(concurrent + " at a time, each on a host of its own", rate);
    report.say("  events in the journal for each: %.1f", persisted);
    report.say("  processor time for each: %.1f ms", cpuMillis);
    report.say(
        "  commits of this disk while one session runs: %.0f",
        concurrent * 1000 / rate.median() / commitMillis);
  }

  /** Runs sessions for so long, and returns how many there were. */
  private static long run(LullNode node, List<HostId> hosts, int concurrent, Duration time)
      throws InterruptedException {
    NoopSession session = new NoopSession(node.client());
    long end = System.nanoTime() + time.toNanos();
    AtomicLong done = new AtomicLong();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    CountDownLatch over = new CountDownLatch(concurrent);
    for (int i = 0; i < concurrent; i++) {
      HostId own = hosts.get(i);
      Set<WriterId> others = new HashSet<>();
      hosts.stream()
          .filter(host -> !host.equals(own))
          .forEach(host -> others.add(SimulatedHosts.writer(host, 0)));
      next(session, others, end, done, failure, over);
    }
    over.await();
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("expected sessions to succeed, but one failed", failed);
    }
    return done.get();
  }

  private static void next(
      NoopSession session,
      Set<WriterId> others,
      long end,
      AtomicLong done,
      AtomicReference<@Nullable Throwable> failure,
      CountDownLatch over) {
    session
        .run(others)
        .whenComplete(
            (created, failed) -> {
              if (failed != null) {
                failure.set(failed);
                over.countDown();
                return;
              }
              done.incrementAndGet();
              if (System.nanoTime() < end) {
                next(session, others, end, done, failure, over);
              } else {
                over.countDown();
              }
            });
  }

  /** What this process has used of all processors. */
  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  /** How many events the journal has. */
  static long events(Path directory) throws SQLException, IOException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("journal.db"));
        ResultSet count =
            connection.createStatement().executeQuery("SELECT max(ordering) FROM event_journal")) {
      return count.next() ? count.getLong(1) : 0;
    }
  }
}
