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
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_MNT_ID_UNIQUE = 0x4000;
  private static final int STATX_SIZE = 256;
  private static final int MOUNT_ID = 144;

  public static Mounting of(Descriptor descriptor) throws SystemCallException {
    return descriptor.with(
        own -> {
          long[] number = new long[1];
          SystemCalls.call(
              "the mounting of " + descriptor,
              (arena, state) -> {
                MemorySegment statx = arena.allocate(STATX_SIZE, 8);
                int result =
                    (int)
                        SystemCalls.STATX.invokeExact(
                            state,
                            own,
                            arena.allocateFrom(""),
                            AT_EMPTY_PATH,
                            STATX_MNT_ID_UNIQUE,
                            statx);
                // The mask says what the kernel has really filled in.
                boolean known = (statx.get(JAVA_INT, 0) & STATX_MNT_ID_UNIQUE) != 0;
                number[0] = known ? statx.get(JAVA_LONG, MOUNT_ID) : 0;
                return result;
              });
          return new Mounting(number[0]);
        });
  }
}
