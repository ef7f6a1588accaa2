package io.lull.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/** Which file this is, on which device and by which mount it was reached. */
public record Identity(long inode, int deviceMajor, int deviceMinor, long mount) {
  static Identity read(MemorySegment statx) {
    return new Identity(
        statx.get(JAVA_LONG, 32),
        statx.get(JAVA_INT, 136),
        statx.get(JAVA_INT, 140),
        statx.get(JAVA_LONG, 144));
  }
}
