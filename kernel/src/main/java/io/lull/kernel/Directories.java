package io.lull.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Makes, moves and removes directories by their names in an open one. */
public final class Directories {
  private static final int AT_REMOVEDIR = 0x200;

  private Directories() {}

  /**
   * Makes a directory.
   *
   * @param mode the permissions, from which the process's mask is taken away
   */
  public static void make(Descriptor parent, String name, int mode) throws SystemCallException {
    parent.with(
        own ->
            SystemCalls.call(
                "making " + parent + "/" + name,
                (arena, state) ->
                    (int) SystemCalls.MKDIRAT.invokeExact(state, own, text(arena, name), mode)));
  }

  /** Gives a file or directory another name in the same directory. */
  public static void rename(Descriptor parent, String from, String to) throws SystemCallException {
    parent.with(
        own ->
            SystemCalls.call(
                "renaming " + parent + "/" + from + " to " + to,
                (arena, state) ->
                    (int)
                        SystemCalls.RENAMEAT.invokeExact(
                            state, own, text(arena, from), own, text(arena, to))));
  }

  /** Removes a directory, which has to be empty. */
  public static void remove(Descriptor parent, String name) throws SystemCallException {
    parent.with(
        own ->
            SystemCalls.call(
                "removing " + parent + "/" + name,
                (arena, state) ->
                    (int)
                        SystemCalls.UNLINKAT.invokeExact(
                            state, own, text(arena, name), AT_REMOVEDIR)));
  }

  /** Sets the permissions of an open directory, whatever the process's mask is. */
  public static void permissions(Descriptor directory, int mode) throws SystemCallException {
    directory.with(
        own ->
            SystemCalls.call(
                "setting the permissions of " + directory,
                (_, state) -> (int) SystemCalls.FCHMOD.invokeExact(state, own, mode)));
  }

  private static MemorySegment text(Arena arena, String name) {
    return arena.allocateFrom(name, StandardCharsets.UTF_8);
  }
}
