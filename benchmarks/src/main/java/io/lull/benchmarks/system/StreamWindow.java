package io.lull.benchmarks.system;

import io.lull.coordinator.client.Created;
import io.lull.node.LullNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What a stream at full speed does to the freeze windows of the same node. */
final class StreamWindow {
  private static final long BYTES = 256L << 20;

  private StreamWindow() {}

  static void main(Options options) throws Exception {
    int rounds = options.number("rounds", 10);
    int sessions = options.number("sessions", 50);
    Report report = new Report("Freeze windows of a node that streams");
    Path directory = Nodes.directory("stream-window");
    try (StreamNode there = StreamNode.withFile(directory, BYTES);
        Drain drain = Drain.start()) {
      List<Long> alone = new ArrayList<>();
      List<Long> beside = new ArrayList<>();
      try (StreamNode.Open open = there.open()) {
        streaming(drain, open, new AtomicLong(), () -> windows(there.node(), 3 * sessions));
        AtomicLong read = new AtomicLong();
        long took = 0;
        for (int i = 0; i < rounds; i++) {
          alone.addAll(windows(there.node(), sessions));
          long begun = System.nanoTime();
          beside.addAll(streaming(drain, open, read, () -> windows(there.node(), sessions)));
          took += System.nanoTime() - begun;
        }
        Figures without = figures(alone);
        Figures with = figures(beside);
        report.figures("freeze window, nothing else", without);
        report.figures("freeze window, beside a stream", with);
        report.say(
            "%-58s %s ms",
            "p99 with the stream - without (≤ 20)",
            Figures.shown(with.at(0.99) - without.at(0.99)));
        report.say("%-58s %s MB/s", "stream meanwhile", Figures.shown(read.get() * 1e3 / took));
      }
    }
    Nodes.remove(directory);
    report.end();
  }

  /** Something that is measured. */
  @FunctionalInterface
  private interface Measured {
    List<Long> run();
  }

  /** Measures while the file is read again and again, from before the first to after the last. */
  private static List<Long> streaming(
      Drain drain, StreamNode.Open open, AtomicLong read, Measured measured) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Thread reading =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!over.get()) {
                    fetch(drain, open);
                    read.addAndGet(open.size());
                  }
                });
    try {
      return measured.run();
    } finally {
      over.set(true);
      reading.join();
    }
  }

  private static void fetch(Drain drain, StreamNode.Open open) {
    try {
      drain.fetch(open.ticket());
    } catch (IOException ended) {
      throw new IllegalStateException("expected a stream at full speed", ended);
    }
  }

  private static List<Long> windows(LullNode node, int sessions) {
    NoopSession session = new NoopSession(node.client());
    List<Long> windows = new ArrayList<>();
    for (int i = 0; i < sessions; i++) {
      Created created = session.run(Set.of()).toCompletableFuture().join();
      windows.add(Journaled.of(node, created.session()).frozen().toNanos());
    }
    return windows;
  }

  private static Figures figures(List<Long> nanos) {
    return Figures.millis(nanos.stream().mapToLong(Long::longValue).toArray());
  }
}
