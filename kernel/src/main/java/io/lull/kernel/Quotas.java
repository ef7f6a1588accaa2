package io.lull.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;

/** What btrfs counts of a subvolume where quotas are on. */
public final class Quotas {
  private static final long TREE_SEARCH_V2 = 0xC0709411L;
  private static final long QUOTA_TREE = 8;
  private static final int QGROUP_INFO = 242;

  private static final int KEY_MIN_OFFSET = 24;
  private static final int KEY_MAX_OFFSET = 32;
  private static final int KEY_MAX_TRANSACTION = 48;
  private static final int KEY_MIN_TYPE = 56;
  private static final int KEY_MAX_TYPE = 60;
  private static final int KEY_ITEMS = 64;
  private static final int KEY = 104;
  private static final int HEADER = 32;
  private static final int EXCLUSIVE = 24;

  private Quotas() {}

  /** The bytes that no other subvolume has; empty where nobody counts them. */
  public static OptionalLong exclusive(Descriptor subvolume) throws SystemCallException {
    long number = Subvolumes.number(subvolume);
    try (Arena arena = Arena.ofConfined()) {
      int room = 4096;
      MemorySegment search = arena.allocate(KEY + Long.BYTES + room, Long.BYTES);
      search.set(JAVA_LONG, 0, QUOTA_TREE);
      search.set(JAVA_LONG, KEY_MIN_OFFSET, number);
      search.set(JAVA_LONG, KEY_MAX_OFFSET, number);
      search.set(JAVA_LONG, KEY_MAX_TRANSACTION, -1);
      search.set(JAVA_INT, KEY_MIN_TYPE, QGROUP_INFO);
      search.set(JAVA_INT, KEY_MAX_TYPE, QGROUP_INFO);
      search.set(JAVA_INT, KEY_ITEMS, 1);
      search.set(JAVA_LONG, KEY, room);
      subvolume.ioctl("asking for the quota of " + subvolume, TREE_SEARCH_V2, search);
      // All numbers on the disk are little-endian, as are the machines that this runs on.
      return search.get(JAVA_INT, KEY_ITEMS) == 0
          ? OptionalLong.empty()
          : OptionalLong.of(search.get(JAVA_LONG, KEY + Long.BYTES + HEADER + EXCLUSIVE));
    } catch (SystemCallException failed) {
      if (failed.is(Errno.ENOENT)) {
        return OptionalLong.empty();
      }
      throw failed;
    }
  }
}
