package io.lull.node.metrics;

import io.lull.coordinator.Onlooker;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.session.StreamSession;
import io.lull.protocol.stream.session.StreamSessionPhase;
import io.lull.writer.stream.StreamNews;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.Optional;

/** Counts what becomes of the streams whose sessions are on this node, and what its host reads. */
final class StreamFigures implements Onlooker {
  private final MeterRegistry registry;

  /** What became of a stream. */
  private enum Outcome {
    /** It has completed and is stored: a backup. */
    STORED,
    /** It has completed, but its target gave it up or never said that it is stored. */
    NOT_STORED,
    /** Its client gave it up, or went away. */
    ABORTED_BY_CALLER,
    /** It was stopped, or its source failed. */
    ABORTED_BY_SERVER,
    /** It was never opened, or its host is gone. */
    FAILED
  }

  StreamFigures(MeterRegistry registry) {
    this.registry = registry;
    // A counter that is not there before its first event hides that event from whoever compares.
    for (Outcome outcome : Outcome.values()) {
      ended(outcome);
    }
  }

  @Override
  public void happened(StreamSession before, StreamSession after) {
    if (before.phase() != after.phase() && after.phase() == StreamSessionPhase.OVER) {
      ended(outcome(after)).increment();
    }
  }

  private static Outcome outcome(StreamSession stream) {
    if (stream.isBackup()) {
      return Outcome.STORED;
    }
    Optional<StreamOutcome> said = stream.account().outcome();
    return said.map(
            outcome ->
                switch (outcome) {
                  case COMPLETED -> Outcome.NOT_STORED;
                  case ABORTED_BY_CALLER -> Outcome.ABORTED_BY_CALLER;
                  case ABORTED_BY_SERVER -> Outcome.ABORTED_BY_SERVER;
                })
        .orElse(Outcome.FAILED);
  }

  private Counter ended(Outcome outcome) {
    return Counter.builder("lull.streams.ended")
        .description("Streams that are over, by what became of them.")
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  /** What an instance of this host says of itself. */
  static void register(MeterRegistry registry, HostId host, InstanceId instance, StreamNews news) {
    // Prometheus itself calls what it reads from an instance.
    Tags tags = Tags.of("host", host.name(), "lull_instance", instance.name());
    Gauge.builder("lull.streams.open", () -> news.isOpen() ? 1 : 0)
        .description("Whether the instance has an open stream, 1 or 0.")
        .tags(tags)
        .register(registry);
    FunctionCounter.builder("lull.streams.bytes", news, StreamNews::bytes)
        .description("What was read of the instance for streams, as its archives have it.")
        .tags(tags)
        .register(registry);
  }
}
