package io.lull.kernel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a process can ask of the kernel for itself. */
public final class OwnProcess {
  private static final int MCL_CURRENT_FUTURE_ONFAULT = 1 | 2 | 4;

  private static final Path STATUS = Path.of("/proc/thread-self/status");
  private static final String CAPABILITIES = "CapEff:";
  private static final int SYS_ADMIN = 21;

  private OwnProcess() {}

  /** Whether the kernel lets this process, and what it starts, do what is an administrator's. */
  public static boolean isAdministrator() throws IOException {
    return isAdministrator(Files.readAllLines(STATUS, ISO_8859_1));
  }

  static boolean isAdministrator(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(CAPABILITIES))
        .map(line -> line.substring(CAPABILITIES.length()).strip())
        .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) >> SYS_ADMIN & 1) == 1);
  }

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
