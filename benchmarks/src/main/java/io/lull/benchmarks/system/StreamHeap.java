package io.lull.benchmarks.system;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** How much more of its heap a node needs while it streams; whoever reads is another process. */
final class StreamHeap {
  private StreamHeap() {}

  static void main(Options options) throws Exception {
    long bytes = (long) options.number("mib", 10_240) << 20;
    Report report = new Report("Heap of a node that streams " + (bytes >> 20) + " MiB");
    Path directory = Nodes.directory("stream-heap");
    try (StreamNode node = StreamNode.withFile(directory, bytes);
        Drain drain = Drain.start()) {
      // Once before, so that classes and buffers which stay do not count.
      try (StreamNode.Open open = node.open()) {
        drain.fetch(open.ticket());
      }
      double before = Memory.heap() / 1048576.0;
      AtomicBoolean over = new AtomicBoolean();
      double[] most = {before};
      Thread looking =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!over.get()) {
                      System.gc();
                      most[0] = Math.max(most[0], used());
                      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
                    }
                  });
      long took;
      try (StreamNode.Open open = node.open()) {
        took = drain.fetch(open.ticket());
        over.set(true);
        looking.join();
      }
      report.say("%-58s %s MiB", "heap in use before", Figures.shown(before));
      report.say("%-58s %s MiB", "most in use while it streams", Figures.shown(most[0]));
      report.say("%-58s %s MiB", "more than before (≤ 64)", Figures.shown(most[0] - before));
      report.say(
          "%-58s %s MiB", "more than before, when it is over", Figures.shown(after() - before));
      report.say("%-58s %s MB/s", "meanwhile", Figures.shown(bytes * 1e3 / took));
    }
    Nodes.remove(directory);
    report.end();
  }

  private static double after() {
    return Memory.heap() / 1048576.0;
  }

  private static double used() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
  }
}
