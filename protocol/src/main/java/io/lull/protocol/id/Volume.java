package io.lull.protocol.id;

import java.util.Comparator;

/** What a provider can copy, written {@code host:/path}. */
public record Volume(HostId host, String path) implements Comparable<Volume> {
  private static final Comparator<Volume> ORDER =
      Comparator.comparing(Volume::host).thenComparing(Volume::path);

  public Volume {
    path = Names.path("a volume", path, true);
  }

  @Override
  public int compareTo(Volume other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return host + ":" + path;
  }
}
