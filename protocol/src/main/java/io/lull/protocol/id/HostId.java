package io.lull.protocol.id;

/** A machine that runs a Lull node with writers and providers. */
public record HostId(String name) implements Comparable<HostId> {
  public HostId {
    name = Names.simple("a host name", name);
  }

  @Override
  public int compareTo(HostId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
