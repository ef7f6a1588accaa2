package io.lull.protocol.id;

import java.time.Instant;

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

  /**
   * The number of a holding that begins now, after all that its journal knows of.
   *
   * <p>It counts seconds, so that it is also higher than those of a journal that was lost: hosts
   * remember them by their copies. Where the calendar was set back it counts holdings.
   */
  public static SlotEpoch after(SlotEpoch newest, Instant now) {
    SlotEpoch next = newest.next();
    SlotEpoch second = new SlotEpoch(Math.max(0, now.getEpochSecond()));
    return next.isBefore(second) ? second : next;
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
