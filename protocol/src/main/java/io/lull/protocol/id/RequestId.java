package io.lull.protocol.id;

/** One call of a requester; a call repeated with the same id gets the recorded reply. */
public record RequestId(String name) implements Comparable<RequestId> {
  public RequestId {
    name = Names.simple("a request id", name);
  }

  @Override
  public int compareTo(RequestId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
