package io.lull.protocol.stream;

/**
 * What the header of a database says of its last full backup.
 *
 * @param means how it was made; streams build on streams only
 * @param high the last log of the last one that is stored; 0 while none is, so that every log is
 *     needed
 * @param followedTo the last log that it or an incremental one after it copied, stored or not yet
 */
public record FullMark(Means means, long high, long followedTo) {
  /** How a full backup was made. */
  public enum Means {
    STREAM,
    SNAPSHOT
  }

  public FullMark {
    if (high < 0 || followedTo < high) {
      throw new IllegalArgumentException(
          "expected 0 or more and then no less, but got " + high + " and " + followedTo);
    }
  }

  public static FullMark by(Means means, long high) {
    return new FullMark(means, high, high);
  }

  /** A full one with this last log is stored now, maybe not the last one that was made. */
  FullMark stored(long generation) {
    return new FullMark(means, Math.max(high, generation), Math.max(followedTo, generation));
  }

  public FullMark followedTo(long generation) {
    return new FullMark(means, high, Math.max(followedTo, generation));
  }
}
