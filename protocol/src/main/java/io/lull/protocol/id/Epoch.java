package io.lull.protocol.id;

/** The number of the attempt a message belongs to; a recovered coordinator takes a higher one. */
public record Epoch(long number) implements Comparable<Epoch> {
  public static final Epoch FIRST = new Epoch(1);

  public Epoch {
    if (number < 1) {
      throw new IllegalArgumentException("expected an epoch of 1 or more, but got " + number);
    }
  }

  public Epoch next() {
    return new Epoch(Math.addExact(number, 1));
  }

  public boolean isBefore(Epoch other) {
    return number < other.number;
  }

  @Override
  public int compareTo(Epoch other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
