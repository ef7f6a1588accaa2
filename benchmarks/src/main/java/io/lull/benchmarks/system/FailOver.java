package io.lull.benchmarks.system;

import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.Prepared;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** From the death of a session's node inside a window to its abort at the last writer. */
final class FailOver {
  /** Sooner, at the price that a node that is silent for longer than some 3 s is given up. */
  static final String FAST =
      """
      cluster {
        heartbeat = 300 ms, heartbeat-pause = 1500 ms, stable-after = 1500 ms, removal-margin = 500 ms
      }
      """;

  private FailOver() {}

  static String profile(Options options) {
    return options.text("profile", "shipped").equals("fast") ? FAST : options.text("settings", "");
  }

  static void main(Options options) throws Exception {
    int rounds = options.number("rounds", 10);
    Report report =
        new Report("Fail-over, PostgreSQL, " + options.text("profile", "shipped") + " settings");
    Path directory = Nodes.directory("fail-over");
    double[] aborted = new double[rounds];
    try (Trio trio = new Trio(directory, profile(options))) {
      Membership membership = Membership.of(trio.node().system());
      for (int i = 0; i < rounds; i++) {
        aborted[i] = round(report, trio, membership);
      }
    }
    Figures all = Figures.of("s", aborted);
    report.figures("kill -9 to the abort at the last writer", all);
    report.end();
  }

  private static double round(Report report, Trio trio, Membership membership) {
    long begun = System.nanoTime();
    Prepared session = elsewhere(trio);
    String victim = trio.nodeOf(session.session());
    CompletionStage<Created> creation = session.create();
    Nodes.await(
        "a window in which others stand still",
        () ->
            Trio.HOSTS.stream()
                .allMatch(host -> !trio.happened(host, "CALLED FREEZE", begun).isEmpty()));
    long killed = trio.kill(victim);
    Set<String> survivors = trio.others(victim);
    Nodes.await(
        "the abort at all survivors",
        () ->
            survivors.stream()
                .noneMatch(host -> trio.happened(host, "CALLED ABORT", killed).isEmpty()));
    long last =
        survivors.stream()
            .mapToLong(host -> trio.happened(host, "CALLED ABORT", killed).getFirst())
            .max()
            .orElseThrow();
    double seconds = (last - killed) / 1e9;
    report.say(
        "  %s killed: unreachable after %.1f s, downed %.1f s, removed %.1f s, aborted %.1f s",
        victim,
        membership.seconds(Membership.What.UNREACHABLE, killed),
        membership.seconds(Membership.What.DOWNED, killed),
        membership.seconds(Membership.What.REMOVED, killed),
        seconds);
    again(trio, victim, session, creation);
    return seconds;
  }

  /** A prepared session that lives in a process that can be killed. */
  private static Prepared elsewhere(Trio trio) {
    while (true) {
      Prepared session =
          new NoopSession(trio.node().client()).prepared(Set.of()).toCompletableFuture().join();
      // Each node hears of hosts by itself, so another one may not know all of them yet.
      int writers = session.statuses().toCompletableFuture().join().writers().size();
      if (writers == Trio.HOSTS.size() && !trio.isHere(trio.nodeOf(session.session()))) {
        return session;
      }
      session.release().toCompletableFuture().join();
    }
  }

  private static void again(
      Trio trio, String victim, Prepared session, CompletionStage<Created> creation) {
    try {
      creation.toCompletableFuture().join();
      throw new IllegalStateException("expected the set to fail, but it did not");
    } catch (CompletionException failed) {
      // It is answered when the dead host is back, or a minute later; nothing here waits for it.
      CompletionStage<?> _ = session.release();
    }
    try {
      trio.start(victim);
    } catch (java.io.IOException unstartable) {
      throw new IllegalStateException(unstartable);
    }
    trio.awaitWhole();
  }
}
