package io.lull.protocol.id;

/** The number of a host's creation slot; every new holder gets a higher one. */
public record SlotEpoch(long number) implements Comparable<SlotEpoch> {
  /** Stands in the stamp of an operation that creates nothing and so holds no slot. */
  public static final SlotEpoch NONE = new SlotEpoch(0);

  public SlotEpoch {
    if (number < 0) {
      throw new IllegalArgumentException("expected a slot epoch of 0 or more, but got " + number);
    }
  }

  public SlotEpoch next() {
    return new SlotEpoch(Math.addExact(number, 1));
  }

  public boolean isBefore(SlotEpoch other) {
    return number < other.number;
  }

  @Override
  public int compareTo(SlotEpoch other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
