package io.lull.writer.stream;

import io.lull.cluster.config.settings.Kinds;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.writer.source.StreamSource;
import io.lull.writer.source.StreamSourceFactory;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;

/** The kinds of instances that this node can stream. */
public final class StreamSourceRegistry {
  private final Kinds<StreamSourceFactory> factories;

  private StreamSourceRegistry(Iterable<StreamSourceFactory> found) {
    factories = new Kinds<>("instance", found, StreamSourceFactory::kind);
  }

  /** All kinds that are on the class path. */
  public static StreamSourceRegistry load() {
    return new StreamSourceRegistry(ServiceLoader.load(StreamSourceFactory.class));
  }

  public static StreamSourceRegistry of(Iterable<StreamSourceFactory> factories) {
    return new StreamSourceRegistry(factories);
  }

  public Set<String> kinds() {
    return factories.names();
  }

  /** Makes a source, or says which kind may have been meant, or what is wrong with its settings. */
  public StreamSource create(
      String kind, HostId host, InstanceId instance, Map<String, String> settings) {
    return factories.get(kind, instance).create(host, instance, settings);
  }
}
