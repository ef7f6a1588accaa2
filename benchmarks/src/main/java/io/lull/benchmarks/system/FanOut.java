package io.lull.benchmarks.system;

import io.lull.coordinator.client.Created;
import io.lull.node.LullNode;
import io.lull.protocol.id.HostId;
import java.nio.file.Path;
import java.util.Set;

/** How long it takes until very many writers of one host stand still. */
final class FanOut {
  private FanOut() {}

  static void main(Options options) throws Exception {
    int few = options.number("writers", 1000);
    int many = options.number("many", 10_000);
    Report report = new Report("Freeze of many writers of one host, in another process");
    int warmUp = options.number("warm-up", 5);
    Figures thousand = measure(report, few, warmUp, options.number("sessions", 20));
    if (many > 0) {
      Figures more = measure(report, many, 1, options.number("many-sessions", 4));
      report.say(
          "%d writers take %.1f × as long as %d (linear would be %.1f ×)",
          many, more.median() / thousand.median(), few, (double) many / few);
    }
    report.end();
  }

  private static Figures measure(Report report, int writers, int warmUp, int sessions)
      throws Exception {
    Path directory = Nodes.directory("fan-out");
    var settings = Nodes.coordinator(directory);
    int seed = settings.getInt("lull.cluster.port");
    long[] freezes = new long[sessions];
    long[] windows = new long[sessions];
    try (LullNode node = Nodes.started(settings);
        HostProcess host = HostProcess.start(directory, seed, "h1", writers)) {
      Nodes.await("the host", () -> node.hosts().get().contains(new HostId("h1")));
      NoopSession session = new NoopSession(node.client());
      for (int i = -warmUp; i < sessions; i++) {
        long begun = System.nanoTime();
        Created created = session.run(Set.of()).toCompletableFuture().join();
        long took = host.freezeTook();
        if (i >= 0) {
          freezes[i] = took;
          windows[i] = Journaled.of(node, created.session()).frozen().toNanos();
        } else {
          report.say(
              "%d writers: a whole session takes %.1f s",
              writers, (System.nanoTime() - begun) / 1e9);
        }
      }
    }
    Nodes.remove(directory);
    Figures figures = Figures.millis(freezes);
    report.figures(writers + " writers: Freeze to all acknowledgements", figures);
    report.figures(writers + " writers: whole window", Figures.millis(windows));
    return figures;
  }
}
