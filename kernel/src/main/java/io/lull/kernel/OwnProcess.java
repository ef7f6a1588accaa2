package io.lull.kernel;

/** What a process can ask of the kernel for itself. */
public final class OwnProcess {
  private static final int MCL_CURRENT_FUTURE_ONFAULT = 1 | 2 | 4;

  private OwnProcess() {}

  /** Keeps in memory all that was touched and will be: nothing of it is read from a disk again. */
  public static void lockMemory() throws SystemCallException {
    SystemCalls.call(
        "locking the memory of the process",
        (_, state) -> (int) SystemCalls.MLOCKALL.invokeExact(state, MCL_CURRENT_FUTURE_ONFAULT));
  }

  /** Leaves the terminal and the process group of whoever started it: their signals end there. */
  public static void ownSession() throws SystemCallException {
    SystemCalls.call("making a session", (_, state) -> (int) SystemCalls.SETSID.invokeExact(state));
  }
}
