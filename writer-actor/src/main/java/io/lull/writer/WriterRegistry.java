package io.lull.writer;

import io.lull.cluster.config.settings.Kinds;
import io.lull.protocol.id.WriterId;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;

/** The kinds of writers that this node can make. */
public final class WriterRegistry {
  private final Kinds<WriterFactory> factories;

  private WriterRegistry(Iterable<WriterFactory> found) {
    factories = new Kinds<>("writer", found, WriterFactory::kind);
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
    return factories.names();
  }

  /** Makes a writer, or says which kind may have been meant, or what is wrong with its settings. */
  public Writer create(String kind, WriterId writer, Map<String, String> settings) {
    return factories.get(kind, writer).create(writer, settings);
  }
}
