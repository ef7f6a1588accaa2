package io.lull.node.metrics;

import io.lull.protocol.id.WriterId;
import io.lull.protocol.time.Uptime;
import io.lull.writer.HoldCounts;
import io.lull.writer.WriterNews;
import io.lull.writer.WriterNews.Figures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the writers of a host hold still.
 *
 * <p>They are asked when somebody reads it: whoever ends a hold only adds to numbers of his own, so
 * that no class is loaded and no lock is waited for while anything stands still.
 */
final class HoldFigures {
  private static final double[] BOUNDS = bounds();

  private HoldFigures() {}

  static void register(MeterRegistry registry, WriterId writer, Supplier<Figures> figures) {
    Tags tags = Tags.of("host", writer.host().name(), "writer", writer.name());
    Gauge.builder("lull.frozen", () -> figures.get().frozen() ? 1 : 0)
        .description("Whether the writer stands still, or may, in the words of its own host.")
        .tags(tags)
        .register(registry);
    Gauge.builder("lull.lease.remaining", () -> Metrics.seconds(figures.get().leaseLeft()))
        .description("How long the writer may still stand still; 0 while it runs.")
        .baseUnit("seconds")
        .tags(tags)
        .register(registry);
    FunctionCounter.builder("lull.lapses", figures, asked -> asked.get().lapses())
        .description("Holds that their lease had to end, because neither Thaw nor Abort came.")
        .tags(tags)
        .register(registry);
  }

  /** How long they stood. */
  static Collector histogram(Map<WriterId, WriterNews> writers, Supplier<Uptime> clock) {
    return () -> {
      HistogramSnapshot.Builder all =
          HistogramSnapshot.builder()
              .name("lull_freeze_seconds")
              .help(
                  "How long holds stood, from the freeze to the word that the writer runs again.");
      Uptime now = clock.get();
      writers.forEach((writer, news) -> all.dataPoint(point(writer, news.figures(now).holds())));
      return all.build();
    };
  }

  private static HistogramDataPointSnapshot point(WriterId writer, HoldCounts holds) {
    return HistogramDataPointSnapshot.builder()
        .labels(Labels.of("host", writer.host().name(), "writer", writer.name()))
        .classicHistogramBuckets(
            ClassicHistogramBuckets.of(
                BOUNDS, holds.upTo().stream().mapToLong(Long::longValue).toArray()))
        .sum(Metrics.seconds(holds.total()))
        .build();
  }

  private static double[] bounds() {
    double[] bounds = new double[HoldCounts.BOUNDS.size() + 1];
    for (int i = 0; i < HoldCounts.BOUNDS.size(); i++) {
      bounds[i] = Metrics.seconds(HoldCounts.BOUNDS.get(i));
    }
    bounds[HoldCounts.BOUNDS.size()] = Double.POSITIVE_INFINITY;
    return bounds;
  }
}
