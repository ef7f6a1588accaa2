package io.lull.benchmarks.system;

import com.typesafe.config.Config;
import io.lull.node.LullNode;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.Policy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** How long a coordinator needs until all sessions that were open have been taken over. */
final class Recovery {
  private static final int AT_ONCE = 256;

  private Recovery() {}

  static void main(Options options) throws Exception {
    int sessions = options.number("sessions", 10_000);
    int rounds = options.number("rounds", 3);
    Report report = new Report("Recovery of " + sessions + " remembered sessions, embedded");
    Path directory = Nodes.directory("recovery");
    Config settings = Nodes.coordinator(directory);
    report.figures("floor: one commit of this disk", Disk.commits(directory));
    try (LullNode node = Nodes.started(settings)) {
      new SimulatedHosts(node.system(), new Moments()).start(1);
      Nodes.await("the host", () -> !node.hosts().get().isEmpty());
      open(node, sessions);
    }
    double floor = readAll(directory);
    double[] seconds = new double[rounds];
    double[] ready = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      long before = Sessions.events(directory);
      long begun = System.nanoTime();
      try (LullNode _ = Nodes.started(settings)) {
        ready[i] = (System.nanoTime() - begun) / 1e9;
        Nodes.await(
            "all sessions to be taken over", () -> takenOver(directory, before) >= sessions);
        seconds[i] = (System.nanoTime() - begun) / 1e9;
      }
    }
    report.say("floor: to read all events once, in one query: %.2f s", floor);
    report.figures("until the node is ready", Figures.of("s", ready));
    Figures all = Figures.of("s", seconds);
    report.figures("until all sessions have been taken over", all);
    report.ratio("recovery", all.median(), floor, "≤ 10 s for 10,000");
    report.end();
    Nodes.remove(directory);
  }

  private static void open(LullNode node, int sessions) throws InterruptedException {
    Policy policy = new Policy(Limits.defaults(), Grade.APPLICATION, false);
    NoopSession session = new NoopSession(node.client(), policy);
    Semaphore free = new Semaphore(AT_ONCE);
    CountDownLatch over = new CountDownLatch(sessions);
    AtomicInteger failed = new AtomicInteger();
    for (int i = 0; i < sessions; i++) {
      free.acquire();
      session
          .described(Set.of())
          .whenComplete(
              (described, failure) -> {
                if (failure != null) {
                  failed.incrementAndGet();
                }
                free.release();
                over.countDown();
              });
    }
    over.await();
    if (failed.get() > 0) {
      throw new IllegalStateException("expected to open sessions, but " + failed + " failed");
    }
  }

  /** How many sessions have journaled since then that they have a new epoch. */
  private static long takenOver(Path directory, long since) {
    try (Connection connection = connect(directory);
        ResultSet count =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT count(DISTINCT persistence_id) FROM event_journal"
                        + " WHERE persistence_id LIKE 'session|%' AND ordering > "
                        + since)) {
      return count.next() ? count.getLong(1) : 0;
    } catch (java.sql.SQLException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static double readAll(Path directory) throws java.sql.SQLException {
    long begun = System.nanoTime();
    long bytes = 0;
    try (Connection connection = connect(directory);
        ResultSet all =
            connection
                .createStatement()
                .executeQuery("SELECT event_payload FROM event_journal ORDER BY ordering")) {
      while (all.next()) {
        bytes += all.getBytes(1).length;
      }
    }
    if (bytes == 0) {
      throw new IllegalStateException("expected events, but there are none");
    }
    return (System.nanoTime() - begun) / 1e9;
  }

  private static Connection connect(Path directory) throws java.sql.SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("journal.db"));
  }
}
