package io.lull.kernel;

/** Stops all writes to a file system, and lets them go on. */
public final class Freezing {
  private static final long FIFREEZE = 0xC0045877L;
  private static final long FITHAW = 0xC0045878L;

  private Freezing() {}

  /**
   * Writes what is still in memory and returns when the file system takes no more writes.
   *
   * <p>It stays so when the descriptor is closed and when the process ends. The call cannot be
   * interrupted; writers already wait while it runs.
   *
   * @throws SystemCallException with {@link Errno#EBUSY} if somebody else has frozen it already
   */
  public static void freeze(Descriptor root) throws SystemCallException {
    root.ioctl("freezing " + root, FIFREEZE, 0);
  }

  /**
   * Lets writes go on, whoever stopped them.
   *
   * @return false if it was not frozen
   */
  public static boolean thaw(Descriptor root) throws SystemCallException {
    try {
      root.ioctl("thawing " + root, FITHAW, 0);
      return true;
    } catch (SystemCallException failed) {
      if (failed.is(Errno.EINVAL)) {
        return false;
      }
      throw failed;
    }
  }

  /**
   * Returns at once if the file system takes writes; if it is frozen, when it is thawed.
   *
   * <p>It asks for the removal of an attribute that nobody has, so that nothing is changed. The
   * thread that waits cannot be interrupted and its process not be killed until the thaw.
   */
  public static void awaitWrites(Descriptor root) {
    try {
      root.with(
          own ->
              SystemCalls.call(
                  "writing to " + root,
                  (arena, state) ->
                      (int)
                          SystemCalls.FREMOVEXATTR.invokeExact(
                              state, own, arena.allocateFrom("trusted.lull.nobodys"))));
    } catch (SystemCallException asExpected) {
      // There is no such attribute, or there are none at all: it got past the freeze.
    }
  }
}
