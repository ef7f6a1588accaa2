package io.lull.protocol.stream;

/**
 * What the header of a database says of its last full backup.
 *
 * @param means how it was made; streams build on streams only
 * @param high the last log that it copied
 * @param followedTo the last log that an incremental one after it copied; {@code high} if none did
 */
public record FullMark(Means means, long high, long followedTo) {
  /** How a full backup was made. */
  public enum Means {
    STREAM,
    SNAPSHOT
  }

  public FullMark {
    if (high < 1 || followedTo < high) {
      throw new IllegalArgumentException(
          "expected 1 or more and then no less, but got " + high + " and " + followedTo);
    }
  }

  public static FullMark by(Means means, long high) {
    return new FullMark(means, high, high);
  }

  public FullMark followedTo(long generation) {
    return new FullMark(means, high, Math.max(followedTo, generation));
  }
}
