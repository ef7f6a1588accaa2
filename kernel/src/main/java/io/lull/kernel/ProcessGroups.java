package io.lull.kernel;

/** Signals to a process and all that it has started, as far as that has not left its group. */
public final class ProcessGroups {
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;

  private ProcessGroups() {}

  /** Asks all processes of a group to end; a group of which none is left is a success. */
  public static void terminate(long group) throws SystemCallException {
    signal(group, SIGTERM);
  }

  /** Ends all processes of a group, whatever they want. */
  public static void kill(long group) throws SystemCallException {
    signal(group, SIGKILL);
  }

  /** Whether one of a group still runs, whoever waits for it. */
  public static boolean runs(long group) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> ProcessStat.ofThreads(process.pid()))
        .anyMatch(thread -> thread.group() == group && thread.runs());
  }

  private static void signal(long group, int signal) throws SystemCallException {
    if (group <= 1) {
      // The kernel takes these numbers for our own group and for everybody.
      throw new IllegalArgumentException("expected a process group, but got " + group);
    }
    try {
      SystemCalls.call(
          "a signal to the process group " + group,
          (_, state) -> (int) SystemCalls.KILL.invokeExact(state, (int) -group, signal));
    } catch (SystemCallException gone) {
      if (!gone.is(Errno.ESRCH)) {
        throw gone;
      }
    }
  }
}
