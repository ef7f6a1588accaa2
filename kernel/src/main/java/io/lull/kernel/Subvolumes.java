package io.lull.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What btrfs can be asked about subvolumes, as linux/btrfs.h lays it out. */
public final class Subvolumes {
  private static final long ROOT_INODE = 256;
  private static final long READ_ONLY = 2;

  private static final long SNAP_DESTROY = 0x5000940FL;
  private static final long WAIT_SYNC = 0x40089416L;
  private static final long SNAP_CREATE_V2 = 0x50009417L;
  private static final long SUBVOL_CREATE_V2 = 0x50009418L;
  private static final long START_SYNC = 0x80089418L;
  private static final long SUBVOL_GETFLAGS = 0x80089419L;
  private static final long SUBVOL_SETFLAGS = 0x4008941AL;
  private static final long FS_INFO = 0x8400941FL;
  private static final long GET_SUBVOL_INFO = 0x81F8943CL;
  private static final long GET_SUBVOL_ROOTREF = 0xD000943DL;
  private static final long INO_LOOKUP_USER = 0xD000943EL;

  /** Longer than a commit mostly takes, and short beside half a minute. */
  private static final Duration AGAIN = Duration.ofMillis(500);

  /** A thread of the system: virtual ones may have no carrier while calls wait in the kernel. */
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("lull-commits").factory());

  private static final int ARGUMENTS = 4096;
  private static final int NAME_OF_V1 = 8;
  private static final int NAME_OF_V2 = 56;
  private static final int FLAGS_OF_V2 = 16;
  private static final int ROOTREFS = 255;
  private static final int NAME_MAX = 256;

  private Subvolumes() {}

  /** Whether an open directory is the top of a subvolume; only such a one can be copied. */
  public static boolean isSubvolume(Descriptor directory) throws SystemCallException {
    return directory.fileSystem() == FileSystemKind.BTRFS
        && directory.identity().inode() == ROOT_INODE;
  }

  /** The number of the subvolume that an open directory lies in. */
  public static long number(Descriptor directory) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(ARGUMENTS, Long.BYTES);
      directory.ioctl("asking what subvolume " + directory + " is", GET_SUBVOL_INFO, info);
      return info.get(JAVA_LONG, 0);
    }
  }

  /** What tells the file system of an open directory from all others, wherever it is mounted. */
  public static String fileSystem(Descriptor directory) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(1024, Long.BYTES);
      directory.ioctl("asking which file system " + directory + " is on", FS_INFO, info);
      return HexFormat.of().formatHex(info.asSlice(16, 16).toArray(JAVA_BYTE));
    }
  }

  public static void create(Descriptor parent, String name) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      parent.ioctl(
          "making the subvolume " + parent + "/" + name,
          SUBVOL_CREATE_V2,
          arguments(arena, name, NAME_OF_V2));
    }
  }

  /** Makes a read-only snapshot; when it returns, it is on the disk with all that was before it. */
  public static void snapshot(Descriptor source, Descriptor parent, String name)
      throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment arguments = arguments(arena, name, NAME_OF_V2);
      arguments.set(JAVA_LONG, FLAGS_OF_V2, READ_ONLY);
      source.with(
          number -> {
            arguments.set(JAVA_LONG, 0, number);
            return parent.ioctl("making a snapshot of " + source, SNAP_CREATE_V2, arguments);
          });
    }
  }

  /** Removes a subvolume with all that is in it. */
  public static void destroy(Descriptor parent, String name) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      parent.ioctl(
          "removing the subvolume " + parent + "/" + name,
          SNAP_DESTROY,
          arguments(arena, name, NAME_OF_V1));
    }
  }

  public static boolean isWritable(Descriptor subvolume) throws SystemCallException {
    return (flags(subvolume) & READ_ONLY) == 0;
  }

  /** Opens a subvolume for writing or closes it; that is on the disk when this returns. */
  public static void writable(Descriptor subvolume, boolean writable) throws SystemCallException {
    long flags = flags(subvolume);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment wanted = arena.allocate(JAVA_LONG);
      wanted.set(JAVA_LONG, 0, writable ? flags & ~READ_ONLY : flags | READ_ONLY);
      subvolume.ioctl("making " + subvolume + " writable or not", SUBVOL_SETFLAGS, wanted);
    }
  }

  private static long flags(Descriptor subvolume) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment flags = arena.allocate(JAVA_LONG);
      subvolume.ioctl("asking whether " + subvolume + " is writable", SUBVOL_GETFLAGS, flags);
      return flags.get(JAVA_LONG, 0);
    }
  }

  /**
   * Returns when all names and attributes that were set so far are on the disk.
   *
   * <p>The kernel may miss a wish for a commit that comes while it ends another one, and then
   * commits by itself half a minute later. So the wish is repeated until it has come true.
   */
  public static void commit(Descriptor directory) throws SystemCallException {
    Future<?> wishes =
        CLOCK.scheduleWithFixedDelay(
            () -> Thread.ofPlatform().daemon().name("lull-commit").start(() -> wish(directory)),
            AGAIN.toMillis(),
            AGAIN.toMillis(),
            TimeUnit.MILLISECONDS);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment transaction = arena.allocate(JAVA_LONG);
      String what = "forcing a transaction of " + directory + " to the disk";
      // The first call waits for the begin of the commit already, and the second for its end.
      directory.ioctl(what, START_SYNC, transaction);
      directory.ioctl(what, WAIT_SYNC, transaction);
    } finally {
      wishes.cancel(false);
    }
  }

  /** On a thread of its own, since this wish may be missed too, and then waits as the first one. */
  private static void wish(Descriptor directory) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment other = arena.allocate(JAVA_LONG);
      directory.ioctl("wishing for a commit of " + directory, START_SYNC, other);
    } catch (SystemCallException over) {
      // Whoever waits for the commit hears of it himself.
    }
  }

  /** The paths of the subvolumes right inside one, of which a snapshot has empty directories. */
  public static List<String> nested(Descriptor subvolume) throws SystemCallException {
    List<String> nested = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment found = arena.allocate(ARGUMENTS, Long.BYTES);
      boolean more = true;
      while (more) {
        more = search(subvolume, found);
        int count = Byte.toUnsignedInt(found.get(JAVA_BYTE, 8 + ROOTREFS * 16L));
        for (int i = 0; i < count; i++) {
          long number = found.get(JAVA_LONG, 8 + i * 16L);
          nested.add(path(subvolume, number, found.get(JAVA_LONG, 16 + i * 16L)));
        }
      }
    }
    return nested;
  }

  /** Whether there are more than were found; the kernel has noted where to go on. */
  private static boolean search(Descriptor subvolume, MemorySegment found)
      throws SystemCallException {
    try {
      subvolume.ioctl("asking for the subvolumes inside " + subvolume, GET_SUBVOL_ROOTREF, found);
      return false;
    } catch (SystemCallException full) {
      if (full.is(Errno.EOVERFLOW)) {
        return true;
      }
      throw full;
    }
  }

  private static String path(Descriptor subvolume, long number, long directory)
      throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment lookup = arena.allocate(ARGUMENTS, Long.BYTES);
      lookup.set(JAVA_LONG, 0, directory);
      lookup.set(JAVA_LONG, 8, number);
      subvolume.ioctl("asking where a subvolume inside it lies", INO_LOOKUP_USER, lookup);
      return lookup.getString(16 + NAME_MAX, StandardCharsets.UTF_8)
          + lookup.getString(16, StandardCharsets.UTF_8);
    }
  }

  private static MemorySegment arguments(Arena arena, String name, int offset) {
    MemorySegment arguments = arena.allocate(ARGUMENTS, Long.BYTES);
    arguments.setString(offset, name, StandardCharsets.UTF_8);
    return arguments;
  }
}
