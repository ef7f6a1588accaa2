package io.lull.protocol.id;

import java.util.Comparator;

/** A writer, found on exactly one host. */
public record WriterId(HostId host, String name) implements Comparable<WriterId> {
  private static final Comparator<WriterId> ORDER =
      Comparator.comparing(WriterId::host).thenComparing(WriterId::name);

  public WriterId {
    name = Names.simple("a writer name", name);
  }

  @Override
  public int compareTo(WriterId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return host + "/" + name;
  }
}
