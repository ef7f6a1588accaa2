package io.lull.benchmarks.system;

import io.lull.coordinator.client.Created;
import io.lull.node.LullNode;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.Policy;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a session takes of the heap while it is open, and what it leaves behind. */
final class Memory {
  private static final int TRIES = 5;

  private Memory() {}

  static void main(Options options) throws Exception {
    int sessions = options.number("sessions", 2000);
    Report report = new Report("Heap of sessions with one writer each");
    Path directory = Nodes.directory("memory");
    try (LullNode node = Nodes.started(Nodes.coordinator(directory))) {
      new SimulatedHosts(node.system(), new Moments()).start(1);
      Nodes.await("the host", () -> node.hosts().get().size() == 1);
      NoopSession session =
          new NoopSession(node.client(), new Policy(Limits.defaults(), Grade.APPLICATION, false));
      whole(session, sessions);
      long before = heap();
      whole(session, sessions);
      long after = heap();
      say(report, "left behind by a finished session (promised 0)", after - before, sessions);
      List<Created> open = new ArrayList<>();
      for (int i = 0; i < sessions; i++) {
        open.add(session.created(Set.of()).toCompletableFuture().join());
      }
      say(report, "of an open session after DoSnapshotSet (≤ 100)", heap() - after, sessions);
      for (Created each : open) {
        each.release().toCompletableFuture().join();
      }
      open.clear();
      say(report, "left behind when all of them are released", heap() - after, sessions);
    }
    report.end();
    Nodes.remove(directory);
  }

  private static void say(Report report, String what, long bytes, int sessions) {
    report.say("%-58s %.2f KiB (n = %d)", what, bytes / 1024.0 / sessions, sessions);
  }

  private static void whole(NoopSession session, int count) {
    for (int i = 0; i < count; i++) {
      session.run(Set.of()).toCompletableFuture().join();
    }
  }

  /** What is still reachable. */
  static long heap() {
    long smallest = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      System.gc();
      smallest =
          Math.min(smallest, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return smallest;
  }
}
