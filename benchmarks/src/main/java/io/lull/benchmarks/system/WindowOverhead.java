package io.lull.benchmarks.system;

import io.lull.coordinator.client.Created;
import io.lull.node.LullNode;
import io.lull.protocol.id.HostId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.pattern.Patterns;

/** What a freeze window costs when nobody in it has anything to do. */
final class WindowOverhead {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Freeze of the one level that there is, PreCommit, Commit, PostCommit, Thaw. */
  private static final int BARRIERS = 5;

  private static final int ASKS_A_SESSION = 50;

  private WindowOverhead() {}

  static void main(Options options) throws Exception {
    int warmUp = options.number("warm-up", 300);
    int sessions = options.number("sessions", 300);
    int rounds = options.number("rounds", 5);
    Report report = new Report("Freeze window over three nodes in processes of their own");
    Path directory = Nodes.directory("window");
    var settings = Nodes.coordinator(directory);
    int seed = settings.getInt("lull.cluster.port");
    try (LullNode node = Nodes.started(settings);
        HostProcess second = HostProcess.start(directory, seed, "h2", 1);
        HostProcess _ = HostProcess.start(directory, seed, "h3", 1)) {
      new SimulatedHosts(node.system(), new Moments()).start(new HostId("h1"), 1);
      Set<HostId> hosts = Set.of(new HostId("h1"), new HostId("h2"), new HostId("h3"));
      Nodes.await("all hosts", () -> node.hosts().get().containsAll(hosts));
      ActorSystem classic = Adapter.toClassic(node.system());
      ActorRef echo =
          classic.actorSelection(second.echo()).resolveOne(LIMIT).toCompletableFuture().join();
      run(node, echo, warmUp);
      double[] ratios = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        Round round = run(node, echo, sessions);
        report.figures("floor: ask between two nodes", round.asks());
        report.figures("freeze window", round.windows());
        report.say("  events journaled inside of it, most: %d", round.eventsMeanwhile());
        ratios[i] = round.windows().median() / BARRIERS / round.asks().median();
      }
      report.figures("window for each barrier, in asks (≤ 4)", Figures.of("×", ratios));
    }
    report.end();
    Nodes.remove(directory);
  }

  /** What one round has measured. */
  private record Round(Figures asks, Figures windows, long eventsMeanwhile) {}

  private static Round run(LullNode node, ActorRef echo, int sessions) {
    long[] asks = new long[sessions * ASKS_A_SESSION];
    long[] windows = new long[sessions];
    long meanwhile = 0;
    NoopSession session = new NoopSession(node.client());
    for (int i = 0; i < sessions; i++) {
      for (int j = 0; j < ASKS_A_SESSION; j++) {
        long before = System.nanoTime();
        Patterns.ask(echo, "there?", LIMIT).toCompletableFuture().join();
        asks[i * ASKS_A_SESSION + j] = System.nanoTime() - before;
      }
      Created created = session.run(Set.of()).toCompletableFuture().join();
      Journaled journaled = Journaled.of(node, created.session());
      windows[i] = journaled.frozen().toNanos();
      meanwhile = Math.max(meanwhile, journaled.eventsMeanwhile());
    }
    return new Round(Figures.millis(asks), Figures.millis(windows), meanwhile);
  }
}
