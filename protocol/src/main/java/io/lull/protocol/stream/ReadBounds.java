package io.lull.protocol.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import java.util.Optional;

/** How much may be read at once, and from where. */
public final class ReadBounds {
  /** Offsets and lengths are counted in these. */
  public static final int PAGE_BYTES = 4096;

  /** The first read of a file takes in its headers, and at least one page after them. */
  public static final int FIRST_READ_PAGES = 3;

  /** A read that is under way cannot be stopped, so it has to be short. */
  public static final int MAX_READ_BYTES = 256 * PAGE_BYTES;

  private ReadBounds() {}

  static Optional<Fault> broken(Handle handle, long offset, int length) {
    if (offset < 0 || offset % PAGE_BYTES != 0) {
      return fault("an offset that is a multiple of " + PAGE_BYTES, offset);
    }
    int least = handle.read() ? PAGE_BYTES : FIRST_READ_PAGES * PAGE_BYTES;
    if (length < least || length > MAX_READ_BYTES || length % PAGE_BYTES != 0) {
      return fault("a length from " + least + " to " + MAX_READ_BYTES + " in whole pages", length);
    }
    return Optional.empty();
  }

  private static Optional<Fault> fault(String expected, long got) {
    return Optional.of(Fault.expected(Failure.STREAM_INVALID_PARAMETER, expected, "got " + got));
  }
}
