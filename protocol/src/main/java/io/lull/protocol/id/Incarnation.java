package io.lull.protocol.id;

/** The number of a host process's life; a restarted host has a higher one. */
public record Incarnation(long number) implements Comparable<Incarnation> {
  public static final Incarnation FIRST = new Incarnation(1);

  public Incarnation {
    if (number < 1) {
      throw new IllegalArgumentException("expected an incarnation of 1 or more, but got " + number);
    }
  }

  public Incarnation next() {
    return new Incarnation(Math.addExact(number, 1));
  }

  public boolean isBefore(Incarnation other) {
    return number < other.number;
  }

  @Override
  public int compareTo(Incarnation other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
