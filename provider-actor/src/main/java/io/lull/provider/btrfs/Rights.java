package io.lull.provider.btrfs;

import io.lull.kernel.Mount;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.provider.spi.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What this process may do, so that a copy is not begun that cannot be removed again. */
final class Rights {
  private static final String CAPABILITIES = "CapEff:";
  private static final int SYS_ADMIN = 21;
  private static final String REMOVAL_BY_USERS = "user_subvol_rm_allowed";

  private Rights() {}

  static void check(Source source) throws IOException, ProviderException {
    Mount mount = source.mount();
    if (mount.options().contains("ro")) {
      throw new ProviderException(
          Fault.expected(
              Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
              "a file system that can be written to",
              mount.point() + " is mounted read-only"));
    }
    if (!hasSysAdmin(Files.readAllLines(Path.of("/proc/thread-self/status")))
        && !mount.options().contains(REMOVAL_BY_USERS)) {
      throw new ProviderException(
          Fault.expected(
              Failure.ACCESS_DENIED,
              "the capability CAP_SYS_ADMIN, or "
                  + mount.point()
                  + " to be mounted with the option "
                  + REMOVAL_BY_USERS,
              "without either a copy could not be removed again"));
    }
  }

  /**
   * Whether the kernel lets this process do what is an administrator's.
   *
   * @param status the lines of a {@code /proc/PID/status}
   */
  static boolean hasSysAdmin(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(CAPABILITIES))
        .map(line -> line.substring(CAPABILITIES.length()).strip())
        .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) >> SYS_ADMIN & 1) == 1);
  }
}
