package io.lull.writer;

import static java.util.stream.Collectors.joining;

import io.lull.cluster.config.settings.Nearest;
import io.lull.protocol.id.WriterId;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The kinds of writers that this node can make. */
public final class WriterRegistry {
  private final TreeMap<String, WriterFactory> factories = new TreeMap<>();

  private WriterRegistry(Iterable<WriterFactory> found) {
    for (WriterFactory factory : found) {
      WriterFactory other = factories.putIfAbsent(factory.kind(), factory);
      if (other != null) {
        throw new IllegalArgumentException(
            "expected one kind of writer named "
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
  public static WriterRegistry load() {
    return new WriterRegistry(ServiceLoader.load(WriterFactory.class));
  }

  /** All kinds that are on the class path, and those that somebody brings along. */
  public static WriterRegistry loadWith(Collection<WriterFactory> own) {
    List<WriterFactory> all = new ArrayList<>(own);
    ServiceLoader.load(WriterFactory.class).forEach(all::add);
    return new WriterRegistry(all);
  }

  public static WriterRegistry of(Iterable<WriterFactory> factories) {
    return new WriterRegistry(factories);
  }

  public Set<String> kinds() {
    return Set.copyOf(factories.keySet());
  }

  /** Makes a writer, or says which kind may have been meant, or what is wrong with its settings. */
  public Writer create(String kind, WriterId writer, Map<String, String> settings) {
    WriterFactory factory = factories.get(kind);
    if (factory == null) {
      throw new IllegalArgumentException(
          "expected a known kind of writer for "
              + writer
              + ", but got "
              + kind
              + Nearest.of(kind, factories.keySet())
                  .map(near -> "; did you mean " + near + "?")
                  .orElseGet(() -> "; known are " + known()));
    }
    return factory.create(writer, settings);
  }

  private String known() {
    return factories.isEmpty() ? "none" : factories.keySet().stream().collect(joining(", "));
  }
}
