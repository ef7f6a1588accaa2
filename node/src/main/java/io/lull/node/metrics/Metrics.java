package io.lull.node.metrics;

import io.lull.coordinator.Onlooker;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.time.Uptime;
import io.lull.provider.ProviderNews;
import io.lull.writer.WriterNews;
import io.lull.writer.stream.StreamNews;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** All that a node counts and measures, as Prometheus reads it. */
public final class Metrics implements AutoCloseable {
  /** What {@link #scrape} is in. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusRegistry collectors = new PrometheusRegistry();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, collectors, Clock.SYSTEM);
  private final JvmGcMetrics pauses = new JvmGcMetrics();
  private Optional<SessionFigures> sessions = Optional.empty();

  /** Those of a node that has only just begun to start. */
  public Metrics(String version) {
    Gauge.builder("lull.build.info", () -> 1)
        .description("Always 1; the label says which version this is.")
        .tags("version", version)
        .register(registry);
    new JvmInfoMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    pauses.bindTo(registry);
  }

  /** The same for any node: whether it can be given work now. */
  public void ofNode(BooleanSupplier ready) {
    flag("lull.ready", "Whether the node can be given work now.", Tags.empty(), ready);
  }

  /**
   * Those of a host, in the words of whoever holds something still there.
   *
   * @param clock the one that leases are on
   */
  public void ofHost(
      Map<WriterId, WriterNews> writers,
      Map<ProviderId, ProviderNews> providers,
      Supplier<Uptime> clock) {
    writers.forEach(
        (writer, news) -> HoldFigures.register(registry, writer, () -> news.figures(clock.get())));
    collectors.register(HoldFigures.histogram(writers, clock));
    providers.forEach(
        (provider, news) ->
            Gauge.builder("lull.orphan.snapshots", news::orphans)
                .description(
                    "Copies that no session speaks for any more, or that could not be removed yet.")
                .tags("host", provider.host().name(), "provider", provider.name())
                .register(registry));
  }

  /** Those of what can be streamed of a host. */
  public void ofStreams(HostId host, Map<InstanceId, StreamNews> instances) {
    instances.forEach((id, news) -> StreamFigures.register(registry, host, id, news));
  }

  /** Those of a coordinator; what is returned has to hear of its sessions. */
  public Onlooker ofCoordinator() {
    SessionFigures figures = new SessionFigures(registry);
    sessions = Optional.of(figures);
    return Onlooker.all(List.of(figures, new StreamFigures(registry)));
  }

  /**
   * The rest of those of a coordinator, when there is one.
   *
   * @param hosts how many it knows
   * @param journal whether the journal answers
   */
  public void ofCoordinator(IntSupplier hosts, BooleanSupplier journal) {
    Gauge.builder("lull.known.hosts", hosts::getAsInt)
        .description("Hosts that this coordinator knows now.")
        .register(registry);
    flag("lull.journal.answers", "Whether the journal answers.", Tags.empty(), journal);
  }

  /** A set was good enough at this moment, before this node began to count. */
  public void succeededBefore(Instant at) {
    sessions.ifPresent(figures -> figures.succeeded(at));
  }

  /** A set was found good at this moment, before this node began to count. */
  public void verifiedBefore(Instant at) {
    sessions.ifPresent(figures -> figures.verified(at));
  }

  /** All of them now. It waits for nobody. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    pauses.close();
    registry.close();
  }

  private void flag(String name, String description, Tags tags, BooleanSupplier is) {
    Gauge.builder(name, () -> is.getAsBoolean() ? 1 : 0)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  /** As Prometheus wants all times. */
  static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
