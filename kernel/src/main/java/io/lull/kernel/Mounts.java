package io.lull.kernel;

import static io.lull.kernel.SystemCalls.STATE;
import static io.lull.kernel.SystemCalls.handle;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * Shows a directory at a second place, and takes it away again.
 *
 * <p>A place is an open directory and no path: whoever may rename what is above it cannot lead a
 * mount elsewhere. What appears there is read-only from its first moment on.
 */
public final class Mounts {
  // The same number on every architecture that they were added to, and no word for it in older C
  // libraries.
  private static final long OPEN_TREE = 428;
  private static final long MOVE_MOUNT = 429;
  private static final long OPENAT2 = 437;
  private static final long MOUNT_SETATTR = 442;

  private static final int AT_FDCWD = -100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int OPEN_TREE_CLONE = 1;
  private static final int FROM_AND_TO_EMPTY_PATH = 0x4 | 0x40;
  private static final long RDONLY_NOSUID_NODEV_NOEXEC = 0x1 | 0x2 | 0x4 | 0x8;
  private static final long MS_PRIVATE = 1 << 18;
  private static final int ATTRIBUTES = 32;
  private static final int HOW = 24;
  private static final long RESOLVE_NO_SYMLINKS_NOR_MAGIC = 0x4 | 0x2;
  private static final int MNT_DETACH = 2;
  private static final int UMOUNT_NOFOLLOW = 8;

  private static final MethodHandle PATH_CALL =
      call(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG); // openat2
  private static final MethodHandle TREE_CALL = call(JAVA_INT, ADDRESS, JAVA_INT); // open_tree
  private static final MethodHandle ATTRIBUTE_CALL =
      call(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG); // mount_setattr
  private static final MethodHandle MOVE_CALL =
      call(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT); // move_mount
  private static final MethodHandle UMOUNT =
      handle("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), STATE);

  private Mounts() {}

  private static MethodHandle call(MemoryLayout... arguments) {
    return handle(
        "syscall",
        FunctionDescriptor.of(JAVA_LONG, arguments).insertArgumentLayouts(0, JAVA_LONG),
        STATE,
        Linker.Option.firstVariadicArg(1));
  }

  /** Opens a path none of whose parts is a link; {@code ELOOP} if one is. */
  static int openPlain(String path, int flags) throws SystemCallException {
    return (int)
        SystemCalls.call(
            "opening " + path,
            (arena, state) -> {
              MemorySegment how = arena.allocate(HOW, 8);
              how.set(JAVA_LONG, 0, flags);
              how.set(JAVA_LONG, 16, RESOLVE_NO_SYMLINKS_NOR_MAGIC);
              return (long)
                  PATH_CALL.invokeExact(
                      state, OPENAT2, AT_FDCWD, text(arena, path), how, (long) HOW);
            });
  }

  /**
   * Shows an open directory at another one, for reading alone: no file of it can be written or run,
   * and no device in it is one. What is mounted inside of it is not shown.
   */
  public static void show(Descriptor directory, Descriptor place) throws SystemCallException {
    int mount =
        directory.with(
            own ->
                (int)
                    SystemCalls.call(
                        "making a mount of " + directory,
                        (arena, state) ->
                            (long)
                                TREE_CALL.invokeExact(
                                    state,
                                    OPEN_TREE,
                                    own,
                                    text(arena, ""),
                                    AT_EMPTY_PATH | OPEN_TREE_CLONE | OpenFlags.CLOSE_ON_EXEC)));
    try {
      close(mount, directory);
      attach(mount, place);
    } finally {
      // Attached or not, the mount does not need its number any more.
      SystemCalls.call("closing", (_, state) -> (int) SystemCalls.CLOSE.invokeExact(state, mount));
    }
  }

  /** While nobody can reach it yet. */
  private static void close(int mount, Descriptor directory) throws SystemCallException {
    SystemCalls.call(
        "making the mount of " + directory + " read-only",
        (arena, state) -> {
          MemorySegment attributes = arena.allocate(ATTRIBUTES, 8);
          attributes.set(JAVA_LONG, 0, RDONLY_NOSUID_NODEV_NOEXEC);
          attributes.set(JAVA_LONG, 16, MS_PRIVATE);
          return (long)
              ATTRIBUTE_CALL.invokeExact(
                  state,
                  MOUNT_SETATTR,
                  mount,
                  text(arena, ""),
                  AT_EMPTY_PATH,
                  attributes,
                  (long) ATTRIBUTES);
        });
  }

  private static void attach(int mount, Descriptor place) throws SystemCallException {
    place.with(
        target ->
            SystemCalls.call(
                "mounting at " + place,
                (arena, state) ->
                    (long)
                        MOVE_CALL.invokeExact(
                            state,
                            MOVE_MOUNT,
                            mount,
                            text(arena, ""),
                            target,
                            text(arena, ""),
                            FROM_AND_TO_EMPTY_PATH)));
  }

  /**
   * Takes away what is mounted at a name in an open directory.
   *
   * @param lazily also while somebody uses it, who keeps what he has open; else that is refused
   */
  public static void takeAway(Descriptor parent, String name, boolean lazily)
      throws SystemCallException {
    parent.with(
        number ->
            SystemCalls.call(
                "taking away what is mounted at " + parent + "/" + name,
                (arena, state) ->
                    (int)
                        UMOUNT.invokeExact(
                            state,
                            // The number stands for the directory, whatever its path is by now.
                            text(arena, "/proc/self/fd/" + number + "/" + name),
                            UMOUNT_NOFOLLOW | (lazily ? MNT_DETACH : 0))));
  }

  private static MemorySegment text(Arena arena, String text) {
    return arena.allocateFrom(text, StandardCharsets.UTF_8);
  }
}
