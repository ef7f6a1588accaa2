package io.lull.protocol.id;

import java.util.Comparator;

/** A named group of a writer's data; its logical path says which component is below which. */
public record ComponentId(WriterId writer, String path) implements Comparable<ComponentId> {
  private static final Comparator<ComponentId> ORDER =
      Comparator.comparing(ComponentId::writer).thenComparing(ComponentId::path);

  public ComponentId {
    path = Names.path("a component", path, false);
  }

  /** True for every component that is carried along when this one is chosen. */
  public boolean isAbove(ComponentId other) {
    return writer.equals(other.writer) && other.path.startsWith(path + "/");
  }

  @Override
  public int compareTo(ComponentId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return writer + "#" + path;
  }
}
