package io.lull.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * The kernel's number for one mounting of a file system, which it never gives to another: {@link
 * Identity#mount()} and device numbers are used again.
 *
 * @param number zero where the kernel is older than 6.8 and has no such number
 */
public record Mounting(long number) {
  private static final int STATX_MNT_ID_UNIQUE = 0x4000;
  private static final int MOUNT_ID = 144;

  public static Mounting of(Descriptor descriptor) throws SystemCallException {
    return descriptor.statx("the mounting of " + descriptor, STATX_MNT_ID_UNIQUE, Mounting::read);
  }

  private static Mounting read(MemorySegment statx) {
    // The mask says what the kernel has really filled in.
    boolean known = (statx.get(JAVA_INT, 0) & STATX_MNT_ID_UNIQUE) != 0;
    return new Mounting(known ? statx.get(JAVA_LONG, MOUNT_ID) : 0);
  }
}
