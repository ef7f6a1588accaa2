package io.lull.protocol.id;

/** One running database instance that can be streamed. */
public record InstanceId(String name) implements Comparable<InstanceId> {
  public InstanceId {
    name = Names.simple("an instance name", name);
  }

  @Override
  public int compareTo(InstanceId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
