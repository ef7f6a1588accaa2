package io.lull.kernel;

/** A time of a file, as exactly as the file system keeps it. */
public record FileMoment(long seconds, int nanos) {
  /** One number, to be compared with others of its kind. */
  public long total() {
    return seconds * 1_000_000_000L + nanos;
  }
}
