package io.lull.protocol.id;

/** All copies made at one instant; never used twice. */
public record SetId(String name) implements Comparable<SetId> {
  public SetId {
    name = Names.simple("a set id", name);
  }

  @Override
  public int compareTo(SetId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
