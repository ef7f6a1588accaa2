package io.lull.protocol.id;

/** One operation of one requester: a backup, a restore or a stream; never used twice. */
public record SessionId(String name) implements Comparable<SessionId> {
  public SessionId {
    name = Names.simple("a session id", name);
  }

  @Override
  public int compareTo(SessionId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
