package io.lull.node;

import com.typesafe.config.Config;
import io.lull.cluster.config.settings.OwnSettings;
import io.lull.node.expose.Exposures;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.WriterId;
import io.lull.provider.ProviderRegistry;
import io.lull.provider.spi.Provider;
import io.lull.writer.WriterRegistry;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterFactory;
import io.lull.writer.stream.StreamSourceRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a host is told.
 *
 * @param writers its applications, not yet touched
 * @param providers its providers, not yet touched
 * @param exposures what of their copies is shown elsewhere
 * @param labels what is said of its writers, for plans to pick by
 * @param instances what of it can be streamed, not yet touched
 */
public record HostSettings(
    Path lifeFile,
    Duration announceEvery,
    SortedMap<WriterId, Writer> writers,
    SortedMap<ProviderId, Provider> providers,
    Exposures exposures,
    SortedMap<WriterId, SortedMap<String, String>> labels,
    SortedMap<InstanceId, InstanceSettings> instances) {
  private static final String KIND = "kind";
  private static final String LABELS = "labels.";

  /** A host whose copies nobody has shown anywhere, and that says nothing of its writers. */
  public HostSettings(
      Path lifeFile,
      Duration announceEvery,
      SortedMap<WriterId, Writer> writers,
      SortedMap<ProviderId, Provider> providers) {
    this(
        lifeFile,
        announceEvery,
        writers,
        providers,
        new Exposures(providers),
        new TreeMap<>(),
        new TreeMap<>());
  }

  /**
   * Reads what a host is told, and makes its writers and providers.
   *
   * @param own kinds of writers that the application brings along in which the node runs
   * @throws IllegalArgumentException if one of them cannot be made, with the reason
   */
  public static HostSettings of(HostId host, Config config, Collection<WriterFactory> own) {
    SortedMap<WriterId, SortedMap<String, String>> labels = new TreeMap<>();
    Exposures exposures =
        new Exposures(
            ProviderRegistry.installed().create(host, config.getConfig("lull.providers")));
    SortedMap<WriterId, Writer> writers =
        writers(host, config.getConfig("lull.writers"), WriterRegistry.loadWith(own), labels);
    Path life = Path.of(config.getString("lull.host.life-file"));
    SortedMap<InstanceId, InstanceSettings> instances =
        InstanceSettings.of(
            host,
            config.getConfig("lull.instances"),
            StreamSourceRegistry.load(),
            writers.keySet(),
            life.toAbsolutePath().resolveSibling("instances"));
    InstanceLimits.demand(config, instances);
    return new HostSettings(
        life,
        config.getDuration("lull.host.announce-every"),
        writers,
        exposures.guarded(),
        exposures,
        labels,
        instances);
  }

  private static SortedMap<WriterId, Writer> writers(
      HostId host,
      Config all,
      WriterRegistry registry,
      SortedMap<WriterId, SortedMap<String, String>> labels) {
    SortedMap<WriterId, Writer> writers = new TreeMap<>();
    for (String name : all.root().keySet()) {
      WriterId id = new WriterId(host, name);
      Map<String, String> settings = OwnSettings.of(all, name);
      String kind = settings.remove(KIND);
      if (kind == null) {
        throw new IllegalArgumentException(
            "lull.writers." + name + ": expected a kind, but there is none");
      }
      labels.put(id, labels(settings));
      writers.put(id, registry.create(kind, id, settings));
    }
    return writers;
  }

  /** Takes the labels out of the settings, because no kind of writer knows them. */
  private static SortedMap<String, String> labels(Map<String, String> settings) {
    SortedMap<String, String> labels = new TreeMap<>();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(LABELS)) {
            labels.put(key.substring(LABELS.length()), value);
          }
        });
    settings.keySet().removeIf(key -> key.startsWith(LABELS));
    return labels;
  }
}
