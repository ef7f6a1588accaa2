package io.lull.protocol.id;

/** One database of an instance; a name and not a path, so that it cannot lead elsewhere. */
public record DatabaseId(String name) implements Comparable<DatabaseId> {
  public DatabaseId {
    name = Names.simple("a database name", name);
  }

  @Override
  public int compareTo(DatabaseId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
