package io.lull.writer.stream;

import static java.util.stream.Collectors.joining;

import io.lull.cluster.config.settings.Nearest;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.writer.source.StreamSource;
import io.lull.writer.source.StreamSourceFactory;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The kinds of instances that this node can stream. */
public final class StreamSourceRegistry {
  private final TreeMap<String, StreamSourceFactory> factories = new TreeMap<>();

  private StreamSourceRegistry(Iterable<StreamSourceFactory> found) {
    for (StreamSourceFactory factory : found) {
      StreamSourceFactory other = factories.putIfAbsent(factory.kind(), factory);
      if (other != null) {
        throw new IllegalArgumentException(
            "expected one kind of instance named "
                + factory.kind()
                + ", but "
                + other.getClass().getName()
                + " and "
                + factory.getClass().getName()
                + " both claim it");
      }
    }
  }

  /** All kinds that are on the class path. */
  public static StreamSourceRegistry load() {
    return new StreamSourceRegistry(ServiceLoader.load(StreamSourceFactory.class));
  }

  public static StreamSourceRegistry of(Iterable<StreamSourceFactory> factories) {
    return new StreamSourceRegistry(factories);
  }

  public Set<String> kinds() {
    return Set.copyOf(factories.keySet());
  }

  /** Makes a source, or says which kind may have been meant, or what is wrong with its settings. */
  public StreamSource create(
      String kind, HostId host, InstanceId instance, Map<String, String> settings) {
    StreamSourceFactory factory = factories.get(kind);
    if (factory == null) {
      throw new IllegalArgumentException(
          "expected a known kind of instance for "
              + instance
              + ", but got "
              + kind
              + Nearest.of(kind, factories.keySet())
                  .map(near -> "; did you mean " + near + "?")
                  .orElseGet(() -> "; known are " + known()));
    }
    return factory.create(host, instance, settings);
  }

  private String known() {
    return factories.isEmpty() ? "none" : factories.keySet().stream().collect(joining(", "));
  }
}
